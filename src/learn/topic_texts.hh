// The texts that topics are sought in: as many as there is room for, drawn evenly, without the lines that many of them share.
//
// A text is a title, the first line, and a body. A line of the body is boilerplate (greetings, signatures, forms) where one text
// in a hundred has it, and twenty at least; the rarest line of a body stays whatever it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ckm::learn {

// Lines that many texts share. Blanks at their ends don't count. Threads: without() may be called by any number.
class CommonLines {
 public:
  void add(std::string_view text);
  // Forgets which lines were rare: no text may be added any more.
  void finish();
  [[nodiscard]] std::string without(std::string_view text) const;

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> counts_;
  std::unordered_map<std::uint64_t, std::uint32_t> common_;
  std::uint32_t texts_ = 0;
};

struct TopicText {
  std::string key;      // As the caller names it, the same in each copy of a store; unique.
  std::int64_t id = 0;  // The caller's.
  std::string text;
  std::uint64_t draw = 0;
};

// Memory: the texts, of each at most 4 KiB, and a quarter more.
class TopicTexts {
 public:
  static constexpr std::size_t kMost = 200'000;
  static constexpr std::size_t kMostBytes = std::size_t{256} << 20U;
  static constexpr std::size_t kMostOfText = 4096;

  explicit TopicTexts(std::uint64_t seed, std::size_t most = kMost, std::size_t most_bytes = kMostBytes)
      : seed_(seed), most_(most), most_bytes_(most_bytes) {}

  void add(std::string_view key, std::int64_t id, std::string_view text);
  [[nodiscard]] std::size_t given() const { return given_; }
  // Those that were drawn, whole. Empties the set; may be called once, and not beside take().
  std::vector<TopicText> draw();
  // Those that were drawn, without what is common, in the order in which they were drawn: it depends on the seed and on the texts
  // and their keys, not on the order in which they came. Empties the set; may be called once.
  std::vector<TopicText> take();
  // Of those that were taken: what is common among them.
  [[nodiscard]] const CommonLines& common() const { return common_; }

 private:
  void thin();

  std::uint64_t seed_;
  std::size_t most_;
  std::size_t most_bytes_;
  std::size_t given_ = 0;
  std::size_t bytes_ = 0;
  std::vector<TopicText> texts_;
  CommonLines common_;
};

}  // namespace ckm::learn
