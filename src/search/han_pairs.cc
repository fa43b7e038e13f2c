#include "search/han_pairs.hh"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <string_view>

#include "base/utf8.hh"

namespace ckm::search {
namespace {

// A segment of so many documents speaks for smaller ones.
constexpr std::int64_t kManyDocuments = 8'192;

// The only character of a text; 0 where it isn't one.
char32_t one_character(std::string_view text) {
  if (text.empty()) return 0;
  const utf8::Decoded c = utf8::decode(text.data(), text.data() + text.size());
  return c.valid && c.length == text.size() ? c.code : 0;
}

// The numbers of its segments, the largest first.
std::vector<std::size_t> by_size(Corpus& corpus) {
  std::vector<std::size_t> numbers(corpus.segments().size());
  std::iota(numbers.begin(), numbers.end(), 0);
  std::ranges::stable_sort(numbers, std::ranges::greater(), [&](std::size_t n) { return corpus.segments()[n]->row.docs; });
  return numbers;
}

// Sorts pairs that were found segment by segment, and makes one of each.
void merge(std::vector<HanPair>& pairs) {
  const auto key = [](const HanPair& pair) { return std::pair(pair.first, pair.second); };
  std::ranges::stable_sort(pairs, {}, key);
  std::size_t size = 0;
  for (HanPair& pair : pairs) {
    if (size > 0 && key(pairs[size - 1]) == key(pair)) {
      pairs[size - 1].documents += pair.documents;
      std::ranges::move(pair.entries, std::back_inserter(pairs[size - 1].entries));
    } else if (&pairs[size++] != &pair) {
      pairs[size - 1] = std::move(pair);
    }
  }
  pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(size), pairs.end());
}

}  // namespace

std::string HanPair::term() const {
  std::string out;
  utf8::append(out, first);
  utf8::append(out, second);
  return out;
}

void PairFinder::walk(std::size_t number, std::span<const PairPattern> patterns, std::span<const First> firsts,
                      std::size_t most_blocks, bool with_entries, std::vector<std::vector<HanPair>>& found) {
  index::TermCursor cursor(corpus_.segments()[number]->blobs);
  std::string prefix;
  for (std::size_t begin = 0, end = 0; begin < firsts.size(); begin = end) {
    const char32_t first = firsts[begin].first;
    while (end < firsts.size() && firsts[end].first == first) ++end;
    if (blocks_ + cursor.blocks() >= most_blocks) break;
    prefix.clear();
    utf8::append(prefix, first);
    if (!cursor.seek(prefix)) break;
    if (cursor.term() == prefix) singles_[first] += static_cast<std::int64_t>(cursor.count());
    for (bool more = true; more && cursor.term().starts_with(prefix); more = cursor.next()) {
      const char32_t second = one_character(std::string_view(cursor.term()).substr(prefix.size()));
      if (second == 0) continue;
      for (const First& wanted : firsts.subspan(begin, end - begin)) {
        if (!std::ranges::binary_search(patterns[wanted.second].second, second)) continue;
        HanPair& pair = found[wanted.second].emplace_back(first, second, static_cast<std::int64_t>(cursor.count()));
        if (with_entries) pair.entries.emplace_back(number, cursor.entry());
      }
    }
  }
  blocks_ += cursor.blocks();
}

std::vector<std::vector<HanPair>> PairFinder::find(std::span<const PairPattern> patterns, std::size_t most_blocks,
                                                   bool with_entries) {
  std::vector<First> firsts;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (const char32_t first : patterns[i].first) firsts.emplace_back(first, i);
  }
  std::ranges::sort(firsts);
  std::vector<std::vector<HanPair>> found(patterns.size());
  for (const auto& [first, pattern] : firsts) singles_[first] = 0;
  for (const std::size_t number : by_size(corpus_)) {
    walk(number, patterns, firsts, most_blocks, with_entries, found);
    if (corpus_.segments()[number]->row.docs < kManyDocuments) continue;
    std::erase_if(firsts, [&](const First& first) { return documents(first.first) == 0; });
  }
  for (std::vector<HanPair>& pairs : found) merge(pairs);
  return found;
}

std::int64_t PairFinder::documents(char32_t first) const {
  const auto known = singles_.find(first);
  return known != singles_.end() ? known->second : 0;
}

void PairFinder::note(const HanPair& pair) {
  if (pair.entries.empty()) return;
  const std::string term = pair.term();
  for (const auto& segment : corpus_.segments()) segment->noted[term];
  for (const auto& [number, entry] : pair.entries) corpus_.segments()[number]->noted[term] = entry;
}

Unit PairFinder::unit(std::string folded, std::vector<HanPair> pairs, double weight) {
  std::ranges::stable_sort(pairs, std::ranges::greater(), &HanPair::documents);
  if (pairs.size() > kMostPinyinPairs) pairs.erase(pairs.begin() + kMostPinyinPairs, pairs.end());
  Unit unit;
  unit.folded = std::move(folded);
  unit.extra = true;
  std::int64_t documents = 0;
  for (const HanPair& pair : pairs) {
    documents += pair.documents;
    note(pair);
    unit.terms.push_back(pair.term());
  }
  unit.idf = weight * corpus_.rarity(documents);
  return unit;
}

}  // namespace ckm::search
