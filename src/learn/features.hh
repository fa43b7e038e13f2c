// What a classifier sees of a text: words and their pairs, and pieces of words, each by a hash.
//
// Words are those of the search index (text/tokenize.hh): folded, stemmed, a Han character each. One group of features is the
// words and each two that follow one another, the text's ends included ("^ how", "refund $"); the other is the 3 and 4 characters
// within _word_ (not stemmed), and Han characters and their pairs. Both come with how often they stand in the text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/language.hh"
#include "text/stem.hh"

namespace ckm::learn {

enum class Group : std::uint8_t { kWords, kPieces };

struct Feature {
  std::uint64_t id = 0;  // A hash whose highest bit is the group; the lowest are 0 in a reader of fewer bits.
  float count = 0;
  Group group = Group::kWords;
  bool single = false;  // A word by itself.
};

inline constexpr int kIdBits = 64;

// Makes features of fewer bits of those of more: cuts each id and adds up those that become equal. Both ascend by id.
void cut_ids(std::vector<Feature>& features, int bits);

// Reads at most the first kMostRead bytes of a text. Threads: belongs to one.
class FeatureReader {
 public:
  static constexpr std::size_t kMostRead = std::size_t{8} * 1024;

  // `usual`: the language of texts that are too short to tell theirs. `bits`: how many of an id are kept, 2 to kIdBits.
  explicit FeatureReader(text::Language usual, int bits = kIdBits);

  // Ascending by id, each once. Valid until the next call.
  const std::vector<Feature>& read(std::string_view text);

  // Where the features of a text come from, one entry for each time that one stands there: its id, and the word or the words next
  // to one another, folded ("refund", "^ how", "退款"); for a piece, the word that it is of.
  struct Name {
    std::uint64_t id = 0;
    std::string term;
  };
  std::vector<Name> names(std::string_view text);

 private:
  template <class Visit>
  void for_each(std::string_view text, Visit visit);
  text::Stemmer& stemmer_of(std::string_view text);

  text::Language usual_;
  int bits_;
  std::vector<std::pair<text::Language, text::Stemmer>> stemmers_;
  std::vector<Feature> features_;
};

// The language of most of the texts that tell theirs; of two with as many, the first of the enumeration.
class UsualLanguage {
 public:
  void add(std::string_view text);
  [[nodiscard]] text::Language get() const;

 private:
  std::array<std::uint32_t, text::kLanguageCount> counts_{};
};

}  // namespace ckm::learn
