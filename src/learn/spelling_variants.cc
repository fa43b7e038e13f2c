#include "learn/spelling_variants.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/utf8.hh"
#include "learn/character_pairs.hh"
#include "learn/typing_error.hh"
#include "text/fold.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kMostRead = 2048;
constexpr std::size_t kLeastLetters = 4;
constexpr std::size_t kMostLetters = 40;
constexpr std::size_t kExamples = 3;

// A word with what stands before and behind it, each empty at the border of a sentence.
struct Place {
  std::string word;
  std::string before, behind;
};

// Visits words of letters, pairs of such words with a blank between, and pairs of Han characters.
class PlaceReader {
 public:
  explicit PlaceReader(text::Language usual) : usual_(usual) {}

  // Counts the characters of what is read from now on.
  void count_into(CharacterPairs* pairs) { pairs_ = pairs; }

  template <class Visit>
  void read(std::string_view text, Visit visit) {
    text = utf8::head(text, kMostRead);
    text::Language language = text::guess_language(text);
    if (language == text::Language::kNone) language = usual_;
    words_.clear();
    text::TokenStream tokens(text, unstemmed_);
    bool joined = false;
    for (text::Token token; tokens.next(token);) {
      if (token.lane == text::Lane::kPair) joined = true;
      if (token.lane != text::Lane::kWord) continue;
      const bool blank = !words_.empty() && token.begin == words_.back().end + 1 && text[words_.back().end] == ' ';
      words_.push_back({std::string(token.folded), token.end, token.script == text::CharClass::kHan,
                        token.script == text::CharClass::kWord, joined, blank, text::is_function_word(token.folded, language)});
      joined = false;
    }
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Word& word = words_[i];
      if (word.han && pairs_ != nullptr)
        pairs_->add(word.folded, word.joined ? std::string_view(words_[i - 1].folded) : std::string_view());
      if (word.letters && tells(word)) visit(Place{word.folded, near(i, -1), near(i, 1)});
      if (i == 0) continue;
      const Word& left = words_[i - 1];
      if (word.han && left.han && word.joined && !word.function && !left.function)
        visit(Place{left.folded + word.folded, near(i - 1, -1), near(i, 1)});
      if (word.letters && left.letters && word.blank && !has_digit(word) && !has_digit(left))
        visit(Place{left.folded + ' ' + word.folded, near(i - 1, -1), near(i, 1)});
    }
  }

 private:
  struct Word {
    std::string folded;
    std::uint32_t end = 0;
    bool han = false, letters = false;
    bool joined = false;  // Touches the character before it.
    bool blank = false;   // Only a blank stands before it.
    bool function = false;
  };

  static bool has_digit(const Word& word) {
    return std::ranges::any_of(word.folded, [](char c) { return c >= '0' && c <= '9'; });
  }
  static bool tells(const Word& word) {
    return !word.function && word.folded.size() >= kLeastLetters && word.folded.size() <= kMostLetters && !has_digit(word);
  }
  // The neighbour on one side.
  [[nodiscard]] std::string near(std::size_t i, int side) const {
    const std::size_t at = i + static_cast<std::size_t>(side);
    if (at >= words_.size()) return {};
    const Word& right = words_[side < 0 ? i : at];
    return right.joined || right.blank ? words_[at].folded : std::string();
  }

  text::Language usual_;
  text::Stemmer unstemmed_{text::Language::kNone};
  std::vector<Word> words_;
  CharacterPairs* pairs_ = nullptr;
};

struct Counted {
  std::uint32_t said = 0;
  std::uint32_t articles = 0;
};
using Counts = std::unordered_map<std::string, Counted>;

bool is_pair_of_words(std::string_view word) { return word.find(' ') != std::string_view::npos; }
bool is_han(std::string_view word) {
  return text::char_class(utf8::decode(word.data(), word.data() + word.size()).code) == text::CharClass::kHan;
}

std::string together(std::string words) {
  std::erase(words, ' ');
  return words;
}

std::pair<std::string_view, std::string_view> characters(std::string_view pair) {
  const std::size_t first = utf8::decode(pair.data(), pair.data() + pair.size()).length;
  return {pair.substr(0, first), pair.substr(first)};
}

// Ends that inflections add: what differs by no more is the same word, or is found as one.
bool is_inflected(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

// Which words may be other spellings of one another.
class Candidates {
 public:
  explicit Candidates(const Counts& counts) {
    for (const auto& [word, counted] : counts) add(word);
  }

  std::vector<std::string> of(const std::string& word) const {
    std::set<std::string> found;
    for (const std::string& key : keys(word)) {
      const auto at = by_key_.find(key);
      if (at == by_key_.end()) continue;
      for (const std::string& other : at->second) {
        if (other != word && may_be(word, other)) found.insert(other);
      }
    }
    return {found.begin(), found.end()};
  }

 private:
  // Two words have one in common where one letter or character of each may be another.
  static std::vector<std::string> keys(const std::string& word) {
    std::vector<std::string> out;
    if (is_pair_of_words(word)) return {'=' + together(word)};
    if (is_han(word)) {
      const auto [left, right] = characters(word);
      return {'<' + std::string(left), '>' + std::string(right)};
    }
    out.push_back('=' + word);
    for (std::size_t i = 1; i < word.size(); ++i) out.push_back(std::string(word).erase(i, 1));
    out.push_back(word);
    return out;
  }
  static bool may_be(const std::string& a, const std::string& b) {
    if (is_pair_of_words(a) || is_pair_of_words(b)) return is_pair_of_words(a) != is_pair_of_words(b);
    if (is_han(a) != is_han(b)) return false;
    if (!is_han(a)) return is_typing_error(a, b) && !is_inflected(a, b);
    const auto [left, right] = characters(a);
    const auto [left_other, right_other] = characters(b);
    return left == left_other ? is_read_alike(right, right_other) : is_read_alike(left, left_other);
  }
  void add(const std::string& word) {
    for (std::string& key : keys(word)) by_key_[std::move(key)].push_back(word);
  }
  std::unordered_map<std::string, std::vector<std::string>> by_key_;
};

// What stands beside some words.
class Surroundings {
 public:
  explicit Surroundings(const std::unordered_set<std::string>& words) : words_(words) {}

  void add(const Place& place) {
    if (!words_.contains(place.word)) return;
    Sides& sides = counts_[place.word];
    ++sides.before[place.before];
    ++sides.behind[place.behind];
  }
  [[nodiscard]] double alike(const std::string& a, const std::string& b) const {
    const auto one = counts_.find(a), other = counts_.find(b);
    if (one == counts_.end() || other == counts_.end()) return 0;
    const double before = cosine(one->second.before, other->second.before);
    const double behind = cosine(one->second.behind, other->second.behind);
    return is_pair_of_words(a) || is_pair_of_words(b) ? std::max(before, behind) : std::sqrt(before * behind);
  }

 private:
  using Beside = std::map<std::string, std::uint32_t>;
  struct Sides {
    Beside before, behind;
  };
  static double total(const Beside& counts) {
    double sum = 0;
    for (const auto& [word, count] : counts) sum += count;
    return sum;
  }
  static double cosine(const Beside& one, const Beside& other) {
    double both = 0;
    for (const auto& [word, count] : one) {
      const auto found = other.find(word);
      if (found != other.end()) both += std::sqrt(static_cast<double>(count) * found->second);
    }
    return both / std::sqrt(total(one) * total(other));
  }
  const std::unordered_set<std::string>& words_;
  std::unordered_map<std::string, Sides> counts_;
};

Counts count(std::span<const std::string> said, std::span<const std::string> articles, PlaceReader& reader) {
  Counts counts;
  std::unordered_set<std::string> seen;
  const auto add = [&](std::span<const std::string> texts, std::uint32_t Counted::*member) {
    for (const std::string& text : texts) {
      seen.clear();
      reader.read(text, [&](const Place& place) {
        if (seen.insert(place.word).second) ++(counts[place.word].*member);
      });
    }
  };
  add(said, &Counted::said);
  add(articles, &Counted::articles);
  return counts;
}

// Of 无法按装 there are 法按 and 按装: whether two have one and the same character in the place of another, at the end of the one
// and at the beginning of the other.
bool are_of_one_place(const SpellingVariant& end, const SpellingVariant& begin) {
  if (!is_han(end.said) || !is_han(begin.said) || end.examples.front() != begin.examples.front()) return false;
  return characters(end.said).second == characters(begin.said).first &&
         characters(end.usual).second == characters(begin.usual).first;
}

// Leaves out those beside which another one of the same place is the word: articles have more often what is meant.
void leave_out_halves(std::vector<SpellingVariant>& variants, Counts& counts) {
  std::set<std::string> halves;
  for (const SpellingVariant& end : variants) {
    for (const SpellingVariant& begin : variants) {
      if (are_of_one_place(end, begin))
        halves.insert(counts[end.usual].articles > counts[begin.usual].articles ? begin.said : end.said);
    }
  }
  std::erase_if(variants, [&](const SpellingVariant& one) { return halves.contains(one.said); });
}

}  // namespace

std::vector<SpellingVariant> spelling_variants(std::span<const std::string> said, std::span<const std::string> articles,
                                               text::Language usual, const SpellingOptions& options) {
  PlaceReader reader(usual);
  CharacterPairs characters_beside;
  reader.count_into(&characters_beside);
  Counts counts = count(said, articles, reader);
  reader.count_into(nullptr);
  // A pair of words is one where it is a word together.
  std::erase_if(counts, [&](const auto& one) { return is_pair_of_words(one.first) && !counts.contains(together(one.first)); });
  const auto known = [&](const std::string& word) {
    return counts[word].articles > 0 || (!is_pair_of_words(word) && options.in_articles(word));
  };
  const Candidates candidates(counts);
  std::vector<std::pair<std::string, std::string>> pairs;
  std::unordered_set<std::string> words;
  for (const auto& [word, counted] : counts) {
    if (counted.said < options.least || counted.articles > 0) continue;
    if (is_han(word)) {
      const auto [left, right] = characters(word);
      if (characters_beside.cohesion(left, right) < kCohesive) continue;
    }
    std::vector<std::string> others = candidates.of(word);
    std::erase_if(others, [&](const std::string& other) { return !known(other); });
    if (others.empty() || known(word)) continue;
    words.insert(word);
    for (std::string& other : others) {
      words.insert(other);
      pairs.emplace_back(word, std::move(other));
    }
  }
  Surroundings surroundings(words);
  std::unordered_map<std::string, std::vector<std::uint32_t>> examples;
  for (std::uint32_t i = 0; i < said.size(); ++i) {
    reader.read(said[i], [&](const Place& place) {
      surroundings.add(place);
      if (!words.contains(place.word)) return;
      auto& list = examples[place.word];
      if (list.size() < kExamples && (list.empty() || list.back() != i)) list.push_back(i);
    });
  }
  for (const std::string& text : articles) reader.read(text, [&](const Place& place) { surroundings.add(place); });
  std::map<std::string, SpellingVariant> best;
  for (const auto& [word, other] : pairs) {
    const double alike = surroundings.alike(word, other);
    SpellingVariant& variant = best[word];
    if (!variant.said.empty() && (alike < variant.alike || (alike == variant.alike && variant.usual < other))) continue;
    variant = {word, other, counts[word].said, alike, examples[word]};
  }
  std::vector<SpellingVariant> out;
  for (auto& [word, variant] : best) out.push_back(std::move(variant));
  leave_out_halves(out, counts);
  std::erase_if(out, [](const SpellingVariant& one) {
    return one.alike < (is_pair_of_words(one.said) || is_pair_of_words(one.usual) ? kAlikeTogether : kAlike);
  });
  std::ranges::stable_sort(out, std::ranges::greater(), &SpellingVariant::texts);
  return out;
}

}  // namespace ckm::learn
