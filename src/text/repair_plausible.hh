// How likely a piece of text is where it stands, by what the whole text and a dictionary know. For src/text alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "text/repair_readings.hh"

struct UBreakIterator;

namespace ckm::text {

class Plausible {
 public:
  // Throws Error{kSystem} where ICU has no word breaks for Chinese.
  explicit Plausible(const Annotated& text);
  Plausible(const Plausible&) = delete;
  Plausible& operator=(const Plausible&) = delete;
  ~Plausible();

  // A character that may come out of a repair: common, or known from this text.
  bool character(char32_t code);
  // Whether two characters stand side by side elsewhere in the text, or are a word.
  bool pair(char32_t first, char32_t second);
  // How often two characters stand side by side in the text.
  [[nodiscard]] std::size_t times(char32_t first, char32_t second) const;
  // Points for `middle` between its neighbours, of which a few characters matter. Only differences mean something: a word more is
  // worth 2, a character that is hardly ever written -4 to -12. What `stands` in the text is not known from there.
  double points(std::u32string_view before, std::u32string_view middle, std::u32string_view after, bool stands = false);
  // Whether the text never has this character without a bracket behind it (1), never with one (-1), or has both or neither (0).
  [[nodiscard]] int annotated(char32_t code) const;

 private:
  std::size_t joins(std::u32string_view text);
  bool word(char32_t first, char32_t second);
  double strangeness(char32_t code);
  struct Use {
    std::uint32_t count = 0;
    std::uint32_t with_bracket = 0;
  };
  std::unordered_map<char32_t, Use> uses_;
  std::unordered_map<std::uint64_t, std::uint32_t> pairs_;
  std::unordered_map<std::uint64_t, bool> words_;
  std::unordered_map<char32_t, bool> common_;
  std::unique_ptr<UBreakIterator, void (*)(UBreakIterator*)> breaks_;
};

}  // namespace ckm::text
