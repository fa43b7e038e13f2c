#include "learn/spelling_variants.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/cores.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "learn/character_pairs.hh"
#include "learn/typing_error.hh"
#include "learn/word_places.hh"
#include "text/fold.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kExamples = 3;

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using Words = std::unordered_set<std::string, Hash, std::equal_to<>>;

// How many texts have each word.
struct Counts {
  struct Count {
    std::uint32_t texts = 0;
    std::uint32_t last = 0;  // The number of the last of them, from 1.
  };
  std::unordered_map<std::string, Count, Hash, std::equal_to<>> words;
  CharacterPairs characters;

  void add(std::string_view word, std::uint32_t text) {
    auto at = words.find(word);
    if (at == words.end()) at = words.emplace(std::string(word), Count()).first;
    if (at->second.last == text) return;
    at->second.last = text;
    ++at->second.texts;
  }
  [[nodiscard]] std::uint32_t of(std::string_view word) const {
    const auto at = words.find(word);
    return at == words.end() ? 0 : at->second.texts;
  }
};

bool is_pair_of_words(std::string_view word) { return word.find(' ') != std::string_view::npos; }

std::string together(std::string words) {
  std::erase(words, ' ');
  return words;
}

// Without two words that are together none that is `known`.
Counts count(std::span<const std::string> texts, text::Language usual, const Counts* known) {
  std::vector<Counts> of_each(workers());
  read_all(texts.size(), usual, [&](std::size_t worker, PlaceReader& reader, std::uint32_t i) {
    reader.read(texts[i], [&](std::string_view word, std::size_t, std::size_t) {
      if (known != nullptr && is_pair_of_words(word) && known->of(together(std::string(word))) == 0) return;
      of_each[worker].add(word, i + 1);
    });
    stop_if_interrupted();
    reader.count_characters(of_each[worker].characters);
  });
  Counts all = std::move(of_each.front());
  for (std::size_t k = 1; k < of_each.size(); ++k) {
    for (const auto& [word, counted] : of_each[k].words) all.words[word].texts += counted.texts;
    all.characters.merge(of_each[k].characters);
  }
  return all;
}

bool is_han(std::string_view word) {
  return text::char_class(utf8::decode(word.data(), word.data() + word.size()).code) == text::CharClass::kHan;
}

std::pair<std::string_view, std::string_view> characters(std::string_view pair) {
  const std::size_t first = utf8::decode(pair.data(), pair.data() + pair.size()).length;
  return {pair.substr(0, first), pair.substr(first)};
}

// Ends that inflections add: what differs by no more is the same word, or is found as one.
bool is_inflected(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }

// Which words of articles may be meant by others.
class Candidates {
 public:
  // All that articles say.
  explicit Candidates(const Counts& articles) {
    for (const auto& [word, counted] : articles.words) add(word);
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
    for (std::size_t i = 0, length = 0; i < word.size(); i += length) {
      length = utf8::decode(word.data() + i, word.data() + word.size()).length;
      if (i > 0) out.push_back(std::string(word).erase(i, length));  // The first letter is always the same.
    }
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
  void add(std::string_view word, std::string_view before, std::string_view behind) {
    Sides& sides = counts_[std::string(word)];
    ++sides.before[std::string(before)];
    ++sides.behind[std::string(behind)];
  }
  void merge(const Surroundings& other) {
    for (const auto& [word, sides] : other.counts_) {
      for (const auto& [before, count] : sides.before) counts_[word].before[before] += count;
      for (const auto& [behind, count] : sides.behind) counts_[word].behind[behind] += count;
    }
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
  std::unordered_map<std::string, Sides> counts_;
};

// What stands beside the words in some texts, and the first texts that have each.
struct Beside {
  Surroundings surroundings;
  std::unordered_map<std::string, std::vector<std::uint32_t>> examples;

  static Beside read(std::span<const std::string> texts, text::Language usual, const Words& words) {
    std::vector<Beside> of_each(workers());
    read_all(texts.size(), usual, [&](std::size_t worker, PlaceReader& reader, std::uint32_t i) {
      reader.read(texts[i], [&](std::string_view word, std::size_t first, std::size_t last) {
        stop_if_interrupted();
        if (!words.contains(word)) return;
        of_each[worker].surroundings.add(word, reader.before(first), reader.behind(last));
        of_each[worker].examples[std::string(word)].push_back(i);
      });
    });
    Beside all = std::move(of_each.front());
    for (std::size_t k = 1; k < of_each.size(); ++k) {
      all.surroundings.merge(of_each[k].surroundings);
      for (auto& [word, texts_of_it] : of_each[k].examples)
        all.examples[word].insert(all.examples[word].end(), texts_of_it.begin(), texts_of_it.end());
    }
    for (auto& [word, list] : all.examples) {
      std::ranges::sort(list);
      list.erase(std::ranges::unique(list).begin(), list.end());
      if (list.size() > kExamples) list.resize(kExamples);
    }
    return all;
  }
};

// Of 无法按装 there are 法按 and 按装: whether the end of the one is the beginning of the other.
bool are_of_one_place(const SpellingVariant& end, const SpellingVariant& begin) {
  if (!is_han(end.said) || !is_han(begin.said) || end.examples.front() != begin.examples.front()) return false;
  return characters(end.said).second == characters(begin.said).first;
}

// Leaves out those beside which another one of the same place is the word: articles have more often what is meant.
void leave_out_halves(std::vector<SpellingVariant>& variants, const Counts& articles) {
  std::set<std::string> halves;
  for (const SpellingVariant& end : variants) {
    for (const SpellingVariant& begin : variants) {
      if (are_of_one_place(end, begin)) halves.insert(articles.of(end.usual) > articles.of(begin.usual) ? begin.said : end.said);
    }
  }
  std::erase_if(variants, [&](const SpellingVariant& one) { return halves.contains(one.said); });
}

}  // namespace

std::vector<SpellingVariant> spelling_variants(std::span<const std::string> said, std::span<const std::string> articles,
                                               text::Language usual, const SpellingOptions& options) {
  if (articles.empty()) return {};
  const Counts of_articles = count(articles, usual, nullptr);
  Counts counts = count(said, usual, &of_articles);
  counts.characters.merge(of_articles.characters);
  const Candidates candidates(of_articles);
  std::vector<std::pair<std::string, std::string>> pairs;
  Words words;
  for (const auto& [word, counted] : counts.words) {
    if (counted.texts < options.least || of_articles.of(word) > 0) continue;
    if (is_han(word)) {
      const auto [left, right] = characters(word);
      if (counts.characters.cohesion(left, right) < kCohesive) continue;
    }
    std::vector<std::string> others = candidates.of(word);
    // What is said more often than a word that one article has is rather what that one mistyped.
    std::erase_if(others, [&](const std::string& other) {
      return !is_pair_of_words(word) && !is_pair_of_words(other) && of_articles.of(other) < 2 &&
             of_articles.of(other) + counts.of(other) < counted.texts;
    });
    if (others.empty() || (!is_pair_of_words(word) && options.in_articles(word))) continue;
    words.insert(word);
    for (std::string& other : others) {
      words.insert(other);
      pairs.emplace_back(word, std::move(other));
    }
  }
  Beside beside = Beside::read(said, usual, words);
  beside.surroundings.merge(Beside::read(articles, usual, words).surroundings);
  std::map<std::string, SpellingVariant> best;
  for (const auto& [word, other] : pairs) {
    const double alike = beside.surroundings.alike(word, other);
    SpellingVariant& variant = best[word];
    if (!variant.said.empty() && (alike < variant.alike || (alike == variant.alike && variant.usual < other))) continue;
    variant = {word, other, counts.of(word), alike, beside.examples[word]};
  }
  std::vector<SpellingVariant> out;
  for (auto& [word, variant] : best) out.push_back(std::move(variant));
  leave_out_halves(out, of_articles);
  std::erase_if(out, [](const SpellingVariant& one) {
    return one.alike < (is_pair_of_words(one.said) || is_pair_of_words(one.usual) ? kAlikeTogether : kAlike);
  });
  std::ranges::stable_sort(out, std::ranges::greater(), &SpellingVariant::texts);
  return out;
}

}  // namespace ckm::learn
