#include "search/corrector.hh"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/number.hh"
#include "base/utf8.hh"
#include "search/han_pairs.hh"
#include "text/pinyin.hh"
#include "text/reading.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kLeastLetters = 4;
constexpr std::size_t kTwoEdits = 6;  // Letters from which a word may have two.
constexpr std::size_t kMostBlocks = 1'000;
constexpr std::size_t kMostSurfaces = 8;
constexpr std::size_t kMostTexts = 16;  // That are read for the form of a word.
constexpr std::int64_t kFarMore = 100;  // Times as many items.

std::string text_of(std::u32string_view code) {
  std::string out;
  for (const char32_t c : code) utf8::append(out, c);
  return out;
}

// Whether one has a letter once that the other has twice, and they are the same else: the commonest slip.
bool doubles(std::u32string_view a, std::u32string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() != b.size() + 1) return false;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  return at > 0 && a[at] == a[at - 1] && a.substr(at + 1) == b.substr(at);
}

// Characters with a reading in common with one.
std::vector<char32_t> alike(char32_t c) {
  std::vector<char32_t> out;
  for (const std::string_view reading : text::readings(c)) {
    for (const auto how : {text::Commonness::kCommon, text::Commonness::kRare})
      std::ranges::copy(text::characters_read(reading, how), std::back_inserter(out));
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  std::erase(out, c);
  return out;
}

void add(const std::string& term, std::size_t edits, std::int64_t documents, std::map<std::string, NearTerm>& near) {
  NearTerm& known = near.try_emplace(term, NearTerm{term, edits, 0}).first->second;
  known.edits = std::min(known.edits, edits);
  known.documents += documents;
}

}  // namespace

bool Corrector::Candidate::operator<(const Candidate& other) const {
  return std::tuple(edits, !doubles, -documents, word) < std::tuple(other.edits, !other.doubles, -other.documents, other.word);
}

Corrector::Corrector(Session& session, std::span<const model::Kind> kinds) : session_(session) {
  for (const model::Kind kind : kinds) {
    if (Corpus& corpus = session.corpus(kind); !corpus.segments().empty()) corpora_.push_back(&corpus);
  }
}

std::vector<std::string> Corrector::terms_of(std::string_view word, const Corpus& corpus) {
  std::vector<std::string> terms;
  for (Unit& unit : split_units(word, corpus, session_.stemmers())) std::ranges::move(unit.terms, std::back_inserter(terms));
  return terms;
}

std::int64_t Corrector::documents(const std::vector<std::string>& terms) {
  std::int64_t sum = 0;
  for (Corpus* corpus : corpora_) {
    for (const std::string& term : terms) sum += corpus->document_frequency(term);
  }
  return sum;
}

std::optional<std::string> Corrector::word(const std::string& typed, std::int64_t documents) {
  const std::u32string letters = utf8::code_points(typed);
  if (letters.size() < kLeastLetters || has_digit(typed) || is_pinyin(typed)) return std::nullopt;
  if (documents > 0) {
    const auto best = nearest(letters, 1, true);
    if (!best || best->edits > 1 || best->documents < documents * kFarMore) return std::nullopt;
    if (text::is_function_word(best->word, text::Language::kNone)) return std::nullopt;
    return best->word;
  }
  auto best = nearest(letters, 1, true);
  if (!best && letters.size() >= kTwoEdits) best = nearest(letters, 2, true);
  if (!best) best = nearest(letters, 1, false);
  if (!best) return std::nullopt;
  return best->word;
}

std::optional<std::string> Corrector::pair(const std::string& typed, bool first_free, bool second_free) {
  const std::u32string both = utf8::code_points(typed);
  if (both.size() != 2) return std::nullopt;
  const HanPair* best = nullptr;
  std::vector<HanPair> all;
  for (Corpus* corpus : corpora_) {
    std::vector<PairPattern> patterns;
    if (first_free) patterns.push_back({alike(both[0]), {both[1]}});
    if (second_free) patterns.push_back({{both[0]}, alike(both[1])});
    for (std::vector<HanPair>& pairs : PairFinder(*corpus).find(patterns, kMostBlocks, false))
      std::ranges::move(pairs, std::back_inserter(all));
  }
  for (const HanPair& pair : all) {
    if (best == nullptr || pair.documents > best->documents) best = &pair;
  }
  if (best == nullptr) return std::nullopt;
  return best->term();
}

bool Corrector::is_pinyin(const std::string& word) {
  for (const text::Syllables& way : text::spellings(word)) {
    if (way.size() < 2) continue;
    const std::vector<PairPattern> pattern = {
        {text::characters_read(way[0], text::Commonness::kCommon), text::characters_read(way[1], text::Commonness::kCommon)}};
    for (Corpus* corpus : corpora_) {
      if (!PairFinder(*corpus).find(pattern, kMostBlocks, false).front().empty()) return true;
    }
  }
  return false;
}

void Corrector::swaps(std::u32string_view letters, Near& near) {
  for (std::size_t i = 1; i < letters.size(); ++i) {
    if (letters[i] == letters[i - 1]) continue;
    std::u32string swapped(letters);
    std::swap(swapped[i - 1], swapped[i]);
    const std::string word = text_of(swapped);
    std::set<std::string> terms;
    for (Corpus* corpus : corpora_) {
      for (std::string& term : terms_of(word, *corpus)) terms.insert(std::move(term));
    }
    for (const std::string& term : terms) {
      if (near.contains(term)) continue;
      if (const std::int64_t count = documents({term}); count > 0) add(term, 1, count, near);
    }
  }
}

std::optional<Corrector::Candidate> Corrector::nearest(const std::u32string& letters, std::size_t most, bool same_start) {
  Near near;
  std::set<std::string> own;
  for (Corpus* corpus : corpora_) {
    std::vector<std::u32string> words = {letters};
    for (std::string& term : terms_of(text_of(letters), *corpus)) {
      words.push_back(utf8::code_points(term));
      own.insert(std::move(term));
    }
    for (const NearTerm& term : near_terms(*corpus, words, most, same_start, kMostBlocks))
      add(term.term, term.edits, term.documents, near);
  }
  if (same_start) swaps(letters, near);
  std::vector<NearTerm> terms;
  for (auto& [term, one] : near) {
    if (!own.contains(term) && !has_digit(term)) terms.push_back(std::move(one));
  }
  std::ranges::sort(terms, {}, [](const NearTerm& one) { return std::pair(one.edits, -one.documents); });
  if (terms.size() > kMostSurfaces) terms.resize(kMostSurfaces);
  std::optional<Candidate> best;
  for (const NearTerm& term : terms) {
    std::string word = surface(term, letters);
    // A stem may be near whose words are not: nothing has the stem noth.
    const std::u32string meant = utf8::code_points(word);
    const std::size_t edits = edits_between(letters, meant, most);
    if (edits > most) continue;
    Candidate candidate{std::move(word), edits, doubles(letters, meant), term.documents};
    if (!best || candidate < *best) best = std::move(candidate);
  }
  return best;
}

std::string Corrector::surface(const NearTerm& term, std::u32string_view letters) {
  std::string best;
  std::size_t least = SIZE_MAX;
  std::size_t read = 0;
  for (Corpus* corpus : corpora_) {
    for (const auto& segment : corpus->segments()) {
      const auto entry = index::find_term(segment->blobs, term.term);
      if (!entry) continue;
      index::PostingCursor list(segment->blobs, *entry);
      const index::Block& block = list.block(0);
      for (std::size_t i = 0; i < block.size; ++i) {
        if (least <= term.edits || read == kMostTexts) return best.empty() ? term.term : best;
        if (segment->row.dead > 0 && segment->dead.contains(block.docs[i])) continue;
        const auto text = store::read_search_text(session_.store(), {corpus->kind(), block.docs[i]});
        if (!text) continue;
        ++read;
        look_for_form(*text, term.term, letters, best, least);
      }
    }
  }
  return best.empty() ? term.term : best;
}

void Corrector::look_for_form(const store::SearchText& text, const std::string& term, std::u32string_view letters,
                              std::string& best, std::size_t& least) {
  for (const std::string* part : {&text.question, &text.answer}) {
    text::TokenStream tokens(*part, session_.stemmers().of(language_of(text)));
    for (text::Token token; tokens.next(token);) {
      if (token.term != term || token.folded == best) continue;
      const std::size_t edits = edits_between(letters, utf8::code_points(token.folded), letters.size());
      if (edits >= least) continue;
      least = edits;
      best = token.folded;
    }
  }
}

}  // namespace ckm::search
