// Whether two texts ask the same, in other words or with typing errors.
//
// The score is 0.9 · the Dice overlap of the texts' words and Han characters, each weighing a power of its inverse document
// frequency, and function words 0.4 of that, + 0.1 · the cosine of words and adjacent Han characters, weighed so too (half and
// half where both texts are long); ways to ask in Chinese count as one (text/question_sense.hh, ask_plainly); 0.1 less where just
// one of the two negates, and 0.1 less where their numbers differ. Words that differ by a typing error (one character put in,
// left out, changed or swapped with its neighbour; two in long words; never function words, as when and where are), and Han
// characters of one reading, count as 0.9 of the same.
//
// Measured on LCQMC's 12,500 test pairs (Liu et al., COLING 2018): area under the ROC curve 0.885 (tools/bench_dups).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ckm::learn {

class DuplicateTexts {
 public:
  // Of a text longer than that only the beginning counts.
  static constexpr std::size_t kMostRead = std::size_t{8} * 1024;

  // The number of the text, from 0.
  std::uint32_t add(std::string_view text);
  // Once all are there.
  void weigh();

  struct Mended {
    std::string ours;    // As it stands in the first text, folded,
    std::string theirs;  // and in the second.
  };
  struct Score {
    double value = 0;
    std::vector<Mended> mended;  // What counts as a typing error.
  };
  [[nodiscard]] Score score(std::uint32_t one, std::uint32_t other) const;
  // Its words and pairs by number and what they weigh, of length 1 together, to find candidates by.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, float>> vector(std::uint32_t number) const;
  // Above all numbers of words and pairs.
  [[nodiscard]] std::size_t units() const { return units_.size(); }

  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_[number].text; }

  // Texts with the same key are the same but for case, width, script (Traditional or Simplified), signs and blanks.
  static std::string key(std::string_view text);
  // A text with the words of the other one in the place of those that have typing errors.
  static std::string mended(std::string_view theirs, const std::vector<Mended>& errors);

 private:
  struct Count {
    std::uint32_t unit;
    std::uint32_t times;
  };
  struct Text {
    std::string text;
    std::vector<Count> words;          // Words and Han characters, ascending by number.
    std::vector<Count> pairs;          // Words and adjacent Han characters.
    std::vector<std::string> numbers;  // Of digits, in order.
    double weight = 0;                 // Of the words together.
    double length = 0;                 // Of the vector of pairs.
    bool negates = false;              // An odd number of times.
  };
  struct Unit {
    std::string text;  // Folded; of a word its stem.
    double weight = 0;
    std::uint32_t texts = 0;
    bool han = false;
    bool function = false;  // The stem of a function word.
  };
  std::uint32_t number_of(const std::string& unit, bool han);
  // What typing errors among what is left over add to the overlap, and `less` than the weight of both is whole then.
  double mend(std::vector<Count>& ours, std::vector<Count>& theirs, double& less, Score& score) const;

  std::vector<Text> texts_;
  std::vector<Unit> units_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace ckm::learn
