// Words that are said in place of one another: what two texts that ask the same differ in.
//
// Two texts are compared by their words without function words and those by which people ask (want, tell), and by their Han
// characters with one word for each way to ask (text/question_sense.hh). Where all but one run of them is the same, at its place,
// the two runs are a rewording: 宅配 and 快递 in 宅配几天到 and 快递几天到. A run is of at most kMostWords words or
// kMostCharacters characters; a single character takes the neighbour with which it is a word, by how often these stand together
// in all texts (修改 and 更改). Numbers, opposites and negations are none, nor are runs that have a word or two characters in
// common: these differ in several places, or a query finds them anyway. A rewording counts once for each witness, such as an
// article or a customer. Two questions that ask for different things and differ only so speak against it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "learn/character_pairs.hh"
#include "text/language.hh"
#include "text/stem.hh"

namespace ckm::learn {

struct Rewording {
  std::string one, other;              // Folded; one < other.
  std::vector<std::string> witnesses;  // Ascending.
  std::string one_text, other_text;    // That differ so, the first that were told.
  std::size_t against = 0;             // Pairs of questions that differ so and ask for other things.
};

// Threads: belongs to one.
class Rewordings {
 public:
  static constexpr std::size_t kMostWords = 3;
  static constexpr std::size_t kMostCharacters = 4;
  // Of a text longer than that only the beginning is read.
  static constexpr std::size_t kMostRead = 1024;

  // `usual`: the language of texts that are too short to tell theirs.
  explicit Rewordings(text::Language usual) : usual_(usual) {}

  // Two texts that ask the same, as a witness says. `whole`: texts that have nothing in common are a rewording, too, if they are
  // no longer than a run.
  void add(std::string_view one, std::string_view other, std::string_view witness, bool whole = false);
  // A question of a group: those of different groups ask for different things.
  void add_question(std::string_view text, std::int64_t group);

  // With at least so many witnesses, and more of them than pairs of questions are against it: those with the most first, then by
  // their words.
  [[nodiscard]] std::vector<Rewording> find(std::size_t least) const;

 private:
  struct Word {
    std::string shown;  // Folded.
    std::string stem;
    bool character = false;
    bool joined = false;  // A character that touches the one before it.
  };
  using Words = std::vector<Word>;
  // What differs, with all that stands around it: one of these words from begin to its end, or to the other's.
  struct Difference {
    Words one, other;
    std::size_t begin = 0;
    std::size_t end = 0, other_end = 0;
    std::string one_text, other_text, witness;
  };
  struct Key {
    std::string shown, stems;
  };
  Words words_of(std::string_view text);
  void count(const Words& words);
  // 0 where they are no characters that touch.
  [[nodiscard]] double cohesion(const Word& left, const Word& right) const;
  [[nodiscard]] bool widen(Difference& difference) const;
  [[nodiscard]] static Words telling(const Words& words, std::size_t begin, std::size_t end);
  [[nodiscard]] static bool is_run(const Words& words);
  [[nodiscard]] static std::size_t shared(const Words& words, const Words& others);
  [[nodiscard]] static Key key_of(const Words& words);
  void count_against(std::vector<Rewording>& found, const std::vector<std::pair<std::string, std::string>>& stems) const;

  text::Language usual_;
  std::map<text::Language, text::Stemmer> stemmers_;
  std::vector<Difference> differences_;
  CharacterPairs pairs_;
  std::unordered_map<std::string, std::vector<std::int64_t>> questions_;  // By the stems of their words: their groups.
};

}  // namespace ckm::learn
