#include "search/pinyin_lane.hh"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/utf8.hh"
#include "search/han_pairs.hh"
#include "search/initials.hh"
#include "text/pinyin.hh"

namespace ckm::search {
namespace {

using text::Commonness;

constexpr std::size_t kMostPatterns = 16;
// Rare characters and unlikely spellings are looked for while little has been read, about a millisecond's worth.
constexpr std::size_t kRareBlocks = 128;
constexpr std::size_t kMostBlocks = 1'000;

struct Word {
  std::vector<text::Syllables> spellings;
  double weight = 0;
  bool known = false;  // Some document has it.
};

// Two syllables that follow each other.
struct Pattern {
  double weight = 0;
  bool known = true;    // All words that it is part of are.
  bool likely = false;  // Of the spellings with the fewest syllables.
};
using Patterns = std::map<std::pair<std::string_view, std::string_view>, Pattern>;

// Of two words, or of one twice, with a spelling each.
void merge(Patterns& into, std::string_view a, std::string_view b, const Pattern& other) {
  Pattern& pattern = into[{a, b}];
  pattern.weight = std::max(pattern.weight, other.weight);
  pattern.known &= other.known;
  pattern.likely |= other.likely;
}

// A word of one syllable has no pair of its own, so that xian may as well be xi an.
bool likely(const Word& word, const text::Syllables& way) {
  return way.size() <= std::max<std::size_t>(word.spellings.front().size(), 2);
}

// The pairs of syllables of a run of words. A word's weight is spread over its syllables, a pair has half of each of its two, and
// all of them are made to add up to what the words weigh.
void add_run(std::span<const Word> run, Patterns& into) {
  const auto share = [](const Word& word, const text::Syllables& way) { return word.weight / static_cast<double>(way.size()); };
  // A word alone needs two syllables.
  const auto usual = [&](const Word& word) {
    const bool alone = run.size() == 1 && word.spellings.size() > 1 && word.spellings.front().size() == 1;
    return share(word, word.spellings[alone ? 1 : 0]);
  };
  const double first = usual(run.front());
  const double last = usual(run.back());
  double sum = 0;
  for (const Word& word : run) sum += word.weight;
  const double paired = sum - (first + last) / 2;
  if (paired <= 0) return;
  const double scale = sum / paired;
  for (std::size_t w = 0; w < run.size(); ++w) {
    for (const text::Syllables& way : run[w].spellings) {
      const Pattern own{share(run[w], way) * scale, run[w].known, likely(run[w], way)};
      for (std::size_t i = 1; i < way.size(); ++i) merge(into, way[i - 1], way[i], own);
      if (w + 1 == run.size()) continue;
      for (const text::Syllables& next : run[w + 1].spellings) {
        const double weight = (share(run[w], way) + share(run[w + 1], next)) / 2;
        merge(into, way.back(), next.front(),
              {weight * scale, run[w].known && run[w + 1].known, own.likely && likely(run[w + 1], next)});
      }
    }
  }
}

Patterns patterns_of(std::span<const Unit> words, Corpus& corpus) {
  std::vector<std::vector<Word>> runs(1);
  bool others = false;
  for (const Unit& unit : words) {
    Word word;
    if (unit.latin) word.spellings = text::spellings(unit.folded);
    if (word.spellings.empty()) {
      others = true;
      if (!runs.back().empty()) runs.emplace_back();
      continue;
    }
    word.known = unit.function_word || corpus.has_any(unit.terms);
    word.weight = unit.idf * (word.known ? kKnownWordShare : kPinyinShare);
    runs.back().push_back(std::move(word));
  }
  Patterns patterns;
  for (const std::vector<Word>& run : runs) {
    if (run.empty() || (others && std::ranges::all_of(run, &Word::known))) continue;
    if (patterns.size() < kMostPatterns) add_run(run, patterns);
  }
  return patterns;
}

std::vector<char32_t> all_characters(std::string_view syllable) {
  std::vector<char32_t> out = text::characters_read(syllable, Commonness::kCommon);
  const std::vector<char32_t> rare = text::characters_read(syllable, Commonness::kRare);
  out.insert(out.end(), rare.begin(), rare.end());
  std::ranges::sort(out);
  return out;
}

}  // namespace

std::vector<Unit> pinyin_units(std::span<const Unit> words, Session& session, Corpus& corpus) {
  std::vector<Unit> units;
  if (std::ranges::none_of(words, &Unit::latin) || corpus.document_frequency(std::string(index::kCharacters)) == 0) return units;
  PairFinder finder(corpus);
  const Patterns patterns = patterns_of(words, corpus);
  // What is likely is looked for first, the rest while that is quick.
  std::vector<PairPattern> first;
  std::vector<PairPattern> second;
  for (const auto& [syllables, pattern] : patterns) {
    const PairPattern common{text::characters_read(syllables.first, Commonness::kCommon), all_characters(syllables.second)};
    const PairPattern rare{text::characters_read(syllables.first, Commonness::kRare), common.second};
    first.push_back(pattern.likely ? common : PairPattern());
    if (pattern.known) second.emplace_back();  // It would weigh next to nothing.
    else second.push_back(pattern.likely ? rare : PairPattern{all_characters(syllables.first), common.second});
  }
  if (!patterns.empty()) {
    auto pairs = finder.find(first, kMostBlocks, true);
    auto more = finder.find(second, kRareBlocks, true);
    std::size_t number = 0;
    for (const auto& [syllables, pattern] : patterns) {
      std::vector<HanPair>& all = pairs[number];
      std::ranges::move(more[number++], std::back_inserter(all));
      if (all.empty()) continue;
      const std::string folded = std::string(syllables.first) + ' ' + std::string(syllables.second);
      units.push_back(finder.unit(folded, std::move(all), pattern.weight));
    }
  }
  for (const Unit& word : words) add_initials(word, session, corpus, finder, units);
  return units;
}

}  // namespace ckm::search
