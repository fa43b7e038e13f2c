#include "search/terms.hh"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/indexer.hh"
#include "store/asked_terms.hh"

namespace ckm::search {
namespace {

constexpr double kIdfExponent = 0.8;
constexpr double kFunctionWordShare = 0.7;
constexpr double kPairShare = 0.1;
constexpr double kCompoundShare = 0.5;

}  // namespace

std::vector<std::string> terms_of(const std::string& word, const Corpus& corpus, Stemmers& stemmers) {
  std::vector<std::string> terms;
  for (int i = 0; i < text::kLanguageCount; ++i) {
    const auto language = static_cast<text::Language>(i);
    if ((corpus.languages() & language_bit(language)) == 0) continue;
    std::string stem(stemmers.of(language).stem(word));
    if (std::ranges::find(terms, stem) == terms.end()) terms.push_back(std::move(stem));
  }
  if (terms.empty()) terms.push_back(word);
  return terms;
}

Corpus::Corpus(store::Store& store, model::Kind kind, std::size_t keeps) : store_(store), kind_(kind) {
  std::vector<store::SegmentRow> rows = store::read_segments(store, true);
  std::erase_if(rows, [&](const store::SegmentRow& row) { return row.kind != kind; });
  for (store::SegmentRow& row : rows) {
    documents_ += row.docs - row.dead;
    languages_ |= row.languages;
    index::DocSet dead;
    if (row.dead > 0) dead = dead_documents(store, row.id);
    segments_.push_back(std::make_unique<Segment>(std::move(row), store, std::move(dead), keeps / rows.size()));
  }
  asked_ = store::asked_in_all(store) > 0;
}

std::optional<index::TermEntry> Corpus::Segment::find(const std::string& term) {
  const auto known = noted.find(term);
  return known != noted.end() ? known->second : index::find_term(blobs, term);
}

namespace {

double idf_of(std::int64_t documents, std::int64_t all) {
  const auto n = static_cast<double>(all);
  const double df = std::min(static_cast<double>(documents), n);
  return std::pow(std::log(1 + (n - df + 0.5) / (df + 0.5)), kIdfExponent);
}

}  // namespace

std::int64_t Corpus::document_frequency(const std::string& term) {
  const auto [at, added] = frequencies_.try_emplace(term, 0);
  if (added) {
    for (const auto& segment : segments_) {
      if (const auto entry = index::find_term(segment->blobs, term)) at->second += static_cast<std::int64_t>(entry->count);
    }
  }
  return at->second;
}

bool Corpus::has_any(const std::vector<std::string>& terms) {
  return std::ranges::any_of(terms, [&](const std::string& term) { return document_frequency(term) > 0; });
}

std::int64_t Corpus::frequency(const std::string& term) {
  return document_frequency(term) + (asked_ ? store::asked_with(store_, term) : 0);
}

std::int64_t Corpus::population(const Unit& unit) {
  std::int64_t all = 0;
  if (unit.function_word && unit.latin) {
    for (int i = 1; i < text::kLanguageCount; ++i) {
      const auto language = static_cast<text::Language>(i);
      if ((languages_ & language_bit(language)) != 0 && text::is_function_word(unit.folded, language))
        all += frequency(language_list(language));
    }
  }
  return all > 0 ? all : frequency(std::string(unit.latin ? index::kLetters : index::kCharacters));
}

double Corpus::idf(const Unit& unit) {
  std::int64_t documents = 0;
  std::int64_t asked = 0;
  for (const std::string& term : unit.terms) {
    documents += document_frequency(term);
    // The stems of a word are counted for one query each.
    if (asked_) asked = std::max(asked, store::asked_with(store_, term));
  }
  return idf_of(documents + asked, population(unit)) * (unit.function_word ? kFunctionWordShare : 1.0);
}

double Corpus::idf(const Unit& unit, std::int64_t documents) { return idf_of(documents, population(unit)); }

double Corpus::rarity(std::int64_t documents) {
  constexpr std::int64_t kLeast = 1000;
  const std::int64_t all = std::max(document_frequency(std::string(index::kCharacters)), kLeast);
  return idf_of(documents, all) / idf_of(0, all);
}

Unit unit_of(const text::Token& word, const Corpus& corpus, Stemmers& stemmers) {
  Unit unit;
  unit.folded = word.folded;
  unit.latin = word.script == text::CharClass::kWord;
  unit.function_word = text::is_function_word(unit.folded, text::Language::kNone);
  unit.terms = unit.latin ? terms_of(unit.folded, corpus, stemmers) : std::vector{unit.folded};
  return unit;
}

std::vector<Unit> split_units(std::string_view text, const Corpus& corpus, Stemmers& stemmers) {
  std::vector<Unit> units;
  text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
  text::Token token;
  bool paired = false;  // The pair of the character before and the one to come was just met.
  while (tokens.next(token)) {
    if (token.lane == text::Lane::kPair) {
      paired = true;
      continue;
    }
    if (token.lane != text::Lane::kWord) continue;
    units.push_back(unit_of(token, corpus, stemmers));
    units.back().joined = std::exchange(paired, false);
  }
  return units;
}

void weigh(std::vector<Unit>& units, Corpus& corpus) {
  for (Unit& unit : units) unit.idf = corpus.idf(unit);
}

std::vector<Unit> units_of(std::string_view text, Corpus& corpus, Stemmers& stemmers) {
  std::vector<Unit> units = split_units(text, corpus, stemmers);
  weigh(units, corpus);
  return units;
}

std::vector<Unit> pairs_of(const std::vector<Unit>& units, Corpus& corpus) {
  std::vector<Unit> pairs;
  for (std::size_t i = 1; i < units.size(); ++i) {
    if (!units[i].joined) continue;
    Unit pair;
    pair.folded = units[i - 1].folded + units[i].folded;
    pair.terms = {pair.folded};
    pair.extra = true;
    pair.idf = corpus.idf(pair) * kPairShare;
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::vector<Unit> compounds_of(std::string_view text, Corpus& corpus, Stemmers& stemmers) {
  std::vector<Unit> units;
  text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
  text::Token token;
  while (tokens.next(token)) {
    if (token.lane != text::Lane::kPart && token.lane != text::Lane::kName) continue;
    Unit unit;
    unit.folded = token.folded;
    unit.latin = true;
    unit.terms = terms_of(unit.folded, corpus, stemmers);
    unit.idf = corpus.idf(unit) * kCompoundShare;
    units.push_back(std::move(unit));
  }
  return units;
}

}  // namespace ckm::search
