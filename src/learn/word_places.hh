// Where words stand in texts: words of letters, pairs of such words with a blank between, and pairs of Han characters, each with
// what stands before and behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cores.hh"
#include "learn/character_pairs.hh"
#include "text/language.hh"
#include "text/stem.hh"

namespace ckm::learn {

// Reads of each text at most the first 2 KiB. Threads: belongs to one.
class PlaceReader {
 public:
  // `usual`: the language of texts that are too short to tell theirs.
  explicit PlaceReader(text::Language usual) : usual_(usual) {}

  // Calls visit(word, first, last): `word` is folded, of two words with a blank between, and valid until the next; the numbers
  // are for before() and behind(). Words of letters that stand alone are no function words, nor words of courtesy, and have 4 to
  // 40 bytes, none of them a digit; of two characters neither is a function word.
  template <class Visit>
  void read(std::string_view text, Visit visit) {
    split(text);
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].telling) visit(std::string_view(words_[i].folded), i, i);
      if (i > 0 && are_pair(i)) visit(std::string_view(both_), i - 1, i);
    }
  }

  // The neighbours of a word of the last text, each empty at the border of a sentence.
  [[nodiscard]] std::string_view before(std::size_t first) const {
    return first > 0 && touches(first) ? std::string_view(words_[first - 1].folded) : std::string_view();
  }
  [[nodiscard]] std::string_view behind(std::size_t last) const {
    return last + 1 < words_.size() && touches(last + 1) ? std::string_view(words_[last + 1].folded) : std::string_view();
  }
  // The Han characters of the last text.
  void count_characters(CharacterPairs& into) const;

 private:
  struct Word {
    std::string folded;
    std::uint32_t end = 0;
    bool han = false, letters = false;
    bool joined = false;  // Touches the character before it.
    bool blank = false;   // Only a blank stands before it.
    bool function = false;
    bool digits = false;
    bool telling = false;
  };
  void split(std::string_view text);
  // Whether a word and the one before it are a pair: sets both_.
  bool are_pair(std::size_t i);
  [[nodiscard]] bool touches(std::size_t i) const { return words_[i].joined || words_[i].blank; }

  text::Language usual_;
  text::Stemmer unstemmed_{text::Language::kNone};
  std::vector<Word> words_;
  std::string both_;
};

inline constexpr std::size_t kTextsOfRun = 64;

// What is read of some texts, on all cores: read(worker, reader, number of the text).
template <class Read>
void read_all(std::size_t texts, text::Language usual, Read read) {
  std::vector<std::optional<PlaceReader>> readers(workers());
  share_out(texts, kTextsOfRun, [&](std::size_t worker, std::size_t begin, std::size_t end) {
    if (!readers[worker]) readers[worker].emplace(usual);
    for (std::size_t i = begin; i < end; ++i) read(worker, *readers[worker], static_cast<std::uint32_t>(i));
  });
}

}  // namespace ckm::learn
