#include "search/initials.hh"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/utf8.hh"
#include "search/phrase.hh"
#include "search/pinyin_lane.hh"
#include "text/pinyin.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kLeastLetters = 2;
constexpr std::size_t kMostLetters = 6;
constexpr std::size_t kMostBlocks = 2'000;
// How many beginnings are gone on with, and how many whole chains are looked for in documents.
constexpr std::size_t kMostBeginnings = 500;
constexpr std::size_t kMostChains = 8;
constexpr std::size_t kMostTexts = 8;  // That are read for each of these.

bool can_be_initials(const Unit& word, Session& session) {
  const std::string& letters = word.folded;
  return word.latin && letters.size() >= kLeastLetters && letters.size() <= kMostLetters &&
         std::ranges::all_of(letters, [](char c) { return c >= 'a' && c <= 'z' && c != 'i' && c != 'u' && c != 'v'; }) &&
         text::spellings(letters).empty() && !session.knows(word);
}

// A chain of pairs, each beginning with the character that the one before ends with.
struct Chain {
  std::vector<const HanPair*> pairs;
  double likely = 0;  // In how many documents it would stand if each character chose the next by itself.
};

std::vector<Chain> likeliest(const std::vector<std::vector<HanPair>>& slots, const PairFinder& finder) {
  std::vector<Chain> chains;
  for (const HanPair& pair : slots.front()) chains.push_back({{&pair}, static_cast<double>(pair.documents)});
  for (std::size_t slot = 1;; ++slot) {
    const std::size_t kept = std::min(chains.size(), slot == slots.size() ? kMostChains : kMostBeginnings);
    std::ranges::partial_sort(chains, chains.begin() + static_cast<std::ptrdiff_t>(kept), std::ranges::greater(), &Chain::likely);
    chains.resize(kept);
    if (slot == slots.size()) return chains;
    std::vector<Chain> longer;
    for (const Chain& chain : chains) {
      const char32_t last = chain.pairs.back()->second;
      const auto next = std::ranges::equal_range(slots[slot], last, {}, &HanPair::first);
      const auto stands = static_cast<double>(std::max<std::int64_t>(finder.documents(last), 1));
      for (const HanPair& pair : next) {
        longer.push_back({chain.pairs, chain.likely * static_cast<double>(pair.documents) / stands});
        longer.back().pairs.push_back(&pair);
      }
    }
    chains = std::move(longer);
  }
}

std::string text_of(const Chain& chain) {
  std::string text;
  utf8::append(text, chain.pairs.front()->first);
  for (const HanPair* pair : chain.pairs) utf8::append(text, pair->second);
  return text;
}

// Whether one of the first documents that may have the text really has it.
bool stands(const std::string& text, Session& session, Corpus& corpus) {
  const Phrase phrase(text, Phrase::Form::kExact, corpus, session.stemmers());
  const Phrase::Candidates candidates = phrase.candidates(corpus);
  if (!candidates.sure.empty()) return true;
  bool found = false;
  std::size_t read = 0;
  candidates.may.for_each([&](std::uint32_t doc) {
    if (found || read == kMostTexts) return;
    const auto item = store::read_search_text(corpus.store(), {corpus.kind(), doc});
    if (!item) return;
    ++read;
    found = phrase.in(item->question, session.stemmers()) || phrase.in(item->answer, session.stemmers());
  });
  return found;
}

}  // namespace

void add_initials(const Unit& word, Session& session, Corpus& corpus, PairFinder& finder, std::vector<Unit>& into) {
  if (!can_be_initials(word, session)) return;
  const std::string& letters = word.folded;
  std::vector<PairPattern> patterns;
  for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
    const auto first = text::characters_beginning(letters[i], false);
    const auto second = text::characters_beginning(letters[i + 1], true);
    patterns.push_back({{first.begin(), first.end()}, {second.begin(), second.end()}});
  }
  const double weight = word.idf * kInitialsShare / static_cast<double>(patterns.size());
  std::vector<std::vector<HanPair>> slots = finder.find(patterns, finder.blocks() + kMostBlocks, false);
  if (std::ranges::any_of(slots, [](const auto& pairs) { return pairs.empty(); })) return;
  if (slots.size() == 1) {
    into.push_back(finder.unit(letters, std::move(slots.front()), weight));
    return;
  }
  std::vector<std::vector<HanPair>> found(slots.size());
  for (const Chain& chain : likeliest(slots, finder)) {
    if (!stands(text_of(chain), session, corpus)) continue;
    for (std::size_t i = 0; i < found.size(); ++i) {
      const HanPair& pair = *chain.pairs[i];
      if (std::ranges::none_of(found[i], [&](const HanPair& p) { return p.first == pair.first && p.second == pair.second; }))
        found[i].push_back(pair);
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].empty()) into.push_back(finder.unit(letters.substr(i, 2), std::move(found[i]), weight));
  }
}

}  // namespace ckm::search
