#include "search/spelling.hh"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/utf8.hh"
#include "search/han_pairs.hh"
#include "search/near_terms.hh"
#include "text/pinyin.hh"
#include "text/reading.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kLeastLetters = 4;
constexpr std::size_t kTwoEdits = 6;  // Letters from which a word may have two.
constexpr std::size_t kMostBlocks = 1'000;
constexpr std::size_t kMostSurfaces = 8;
constexpr std::size_t kMostWords = 16;  // Of a query: who pastes a whole mail wants no corrections.

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at, text.data() + text.size());
    out += c.code;
    at += c.length;
  }
  return out;
}

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::string text_of(std::u32string_view code) {
  std::string out;
  for (const char32_t c : code) utf8::append(out, c);
  return out;
}

struct Candidate {
  std::string word;
  std::size_t edits = 0;
  std::int64_t documents = 0;
  bool operator<(const Candidate& other) const {
    return std::tuple(edits, -documents, word) < std::tuple(other.edits, -other.documents, other.word);
  }
};

class Corrector {
 public:
  Corrector(Session& session, std::span<const model::Kind> kinds) : session_(session) {
    for (const model::Kind kind : kinds) {
      if (Corpus& corpus = session.corpus(kind); !corpus.segments().empty()) corpora_.push_back(&corpus);
    }
  }

  // A word's stems.
  std::vector<std::string> terms_of(std::string_view word, const Corpus& corpus) {
    std::vector<std::string> terms;
    for (Unit& unit : split_units(word, corpus, session_.stemmers())) std::ranges::move(unit.terms, std::back_inserter(terms));
    return terms;
  }

  // In how many documents one of the terms stands.
  std::int64_t documents(const std::vector<std::string>& terms) {
    std::int64_t sum = 0;
    for (Corpus* corpus : corpora_) {
      for (const std::string& term : terms) sum += corpus->document_frequency(term);
    }
    return sum;
  }

  std::optional<std::string> word(const std::string& typed) {
    const std::u32string letters = characters(typed);
    if (letters.size() < kLeastLetters || has_digit(typed) || is_pinyin(typed)) return std::nullopt;
    std::set<Candidate> found;
    swaps(letters, found);
    search(letters, 1, true, found);
    if (found.empty() && letters.size() >= kTwoEdits) search(letters, 2, true, found);
    if (found.empty()) search(letters, 1, false, found);
    if (found.empty()) return std::nullopt;
    return found.begin()->word;
  }

  // The pair that some item has, of the commonest.
  std::optional<std::string> pair(char32_t first, char32_t second, bool first_free, bool second_free) {
    const HanPair* best = nullptr;
    std::vector<HanPair> all;
    for (Corpus* corpus : corpora_) {
      std::vector<PairPattern> patterns;
      if (first_free) patterns.push_back({alike(first), {second}});
      if (second_free) patterns.push_back({{first}, alike(second)});
      for (std::vector<HanPair>& pairs : PairFinder(*corpus).find(patterns, kMostBlocks, false))
        std::ranges::move(pairs, std::back_inserter(all));
    }
    for (const HanPair& pair : all) {
      if (best == nullptr || pair.documents > best->documents) best = &pair;
    }
    if (best == nullptr) return std::nullopt;
    return best->term();
  }

 private:
  // Whether it spells characters that some item has side by side.
  bool is_pinyin(const std::string& word) {
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

  // A word with two neighbours swapped, whose stem would be far from that of the right one: printign.
  void swaps(std::u32string_view letters, std::set<Candidate>& found) {
    for (std::size_t i = 1; i < letters.size(); ++i) {
      if (letters[i] == letters[i - 1]) continue;
      std::u32string swapped(letters);
      std::swap(swapped[i - 1], swapped[i]);
      const std::string word = text_of(swapped);
      for (Corpus* corpus : corpora_) {
        for (const std::string& term : terms_of(word, *corpus)) {
          const std::int64_t count = corpus->document_frequency(term);
          if (count > 0) found.insert({surface(*corpus, term, swapped), 1, count});
        }
      }
    }
  }

  void search(const std::u32string& letters, std::size_t most, bool same_start, std::set<Candidate>& found) {
    for (Corpus* corpus : corpora_) {
      std::vector<std::u32string> words = {letters};
      for (const std::string& term : terms_of(text_of(letters), *corpus)) words.push_back(characters(term));
      std::vector<NearTerm> terms = near_terms(*corpus, words, most, same_start, kMostBlocks);
      std::ranges::sort(terms, {}, [](const NearTerm& near) { return std::pair(near.edits, -near.documents); });
      if (terms.size() > kMostSurfaces) terms.resize(kMostSurfaces);
      for (const NearTerm& near : terms) {
        if (has_digit(near.term)) continue;
        const std::string word = surface(*corpus, near.term, letters);
        // A stem may be near whose words are not: nothing has the stem noth.
        const std::size_t edits = edits_between(letters, characters(word), most);
        if (edits <= most) found.insert({word, edits, near.documents});
      }
    }
  }

  // A word that some item has, of a stem: the nearest one of the first item's.
  std::string surface(Corpus& corpus, const std::string& term, std::u32string_view letters) {
    for (const auto& segment : corpus.segments()) {
      const auto entry = index::find_term(segment->blobs, term);
      if (!entry) continue;
      index::PostingCursor list(segment->blobs, *entry);
      const index::Block& block = list.block(0);
      for (std::size_t i = 0; i < block.size; ++i) {
        if (segment->row.dead > 0 && segment->dead.contains(block.docs[i])) continue;
        const auto text = store::read_search_text(session_.store(), {corpus.kind(), block.docs[i]});
        if (!text) continue;
        return nearest_form(*text, term, letters).value_or(term);
      }
    }
    return term;
  }

  std::optional<std::string> nearest_form(const store::SearchText& text, const std::string& term, std::u32string_view letters) {
    std::optional<std::string> best;
    std::size_t least = SIZE_MAX;
    for (const std::string& part : {text.question, text.answer}) {
      text::TokenStream tokens(part, session_.stemmers().of(language_of(text)));
      for (text::Token token; tokens.next(token);) {
        if (token.term != term) continue;
        const std::size_t edits = edits_between(letters, characters(token.folded), letters.size());
        if (edits >= least) continue;
        least = edits;
        best = token.folded;
      }
    }
    return best;
  }

  static std::vector<char32_t> alike(char32_t c) {
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

  Session& session_;
  std::vector<Corpus*> corpora_;
};

}  // namespace

Spelling::Spelling(Session& session, std::span<const model::Kind> kinds, std::span<const std::string> texts) {
  Corrector corrector(session, kinds);
  const auto add = [&](std::string typed, std::optional<std::string> meant, std::string_view why) {
    if (meant && *meant != typed) corrections_.try_emplace(typed, Correction{typed, std::move(*meant), why});
  };
  std::size_t looked_at = 0;
  for (const std::string& text : texts) {
    if (kinds.empty()) break;
    const std::vector<Unit> units = split_units(text, session.corpus(kinds.front()), session.stemmers());
    // Whether each character stands beside the one before it in some item.
    std::vector<bool> known(units.size() + 1);
    for (std::size_t i = 1; i < units.size(); ++i)
      known[i] = units[i].joined && corrector.documents({units[i - 1].folded + units[i].folded}) > 0;
    for (std::size_t i = 0; i < units.size() && looked_at < kMostWords; ++i) {
      const Unit& unit = units[i];
      if (unit.latin) {
        std::vector<std::string> terms;
        for (const model::Kind kind : kinds)
          std::ranges::move(corrector.terms_of(unit.folded, session.corpus(kind)), std::back_inserter(terms));
        std::ranges::sort(terms);
        terms.erase(std::ranges::unique(terms).begin(), terms.end());
        if (unit.function_word || corrector.documents(terms) > 0) continue;
        ++looked_at;
        add(unit.folded, corrector.word(unit.folded), kSpellingReason);
        continue;
      }
      if (!unit.joined || known[i]) continue;
      const bool first_free = !known[i - 1];
      const bool second_free = !known[i + 1];
      const std::u32string typed = characters(units[i - 1].folded + unit.folded);
      if (typed.size() != 2 || !(first_free || second_free)) continue;
      ++looked_at;
      add(units[i - 1].folded + unit.folded, corrector.pair(typed[0], typed[1], first_free, second_free), kSoundReason);
    }
  }
}

std::vector<Correction> Spelling::all() const {
  std::vector<Correction> out;
  for (const auto& [typed, correction] : corrections_) out.push_back(correction);
  return out;
}

const Correction* Spelling::find(std::string_view folded) const {
  const auto found = corrections_.find(folded);
  return found != corrections_.end() ? &found->second : nullptr;
}

std::string Spelling::corrected(std::string_view text) const {
  std::string out;
  std::size_t copied = 0;
  Stemmers stemmers;
  text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord && token.lane != text::Lane::kPair) continue;
    const Correction* const correction = find(token.folded);
    if (correction == nullptr || token.begin < copied) continue;
    out += text.substr(copied, token.begin - copied);
    out += correction->meant;
    copied = token.end;
  }
  return out += text.substr(copied);
}

}  // namespace ckm::search
