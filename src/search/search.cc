#include "search/search.hh"

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>
#include <unordered_set>

#include "base/error.hh"
#include "search/facets.hh"
#include "search/filter.hh"
#include "search/per_kind.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

// The texts of plain words.
std::vector<std::string> plain_texts(const std::vector<Clause>& clauses) {
  std::vector<std::string> texts;
  for (const Clause& clause : clauses) {
    if (clause.type == Clause::Type::kWords && clause.sign == Sign::kMay) texts.push_back(clause.text);
  }
  return texts;
}

}  // namespace

Search::Search(Session& session, std::string_view query, const SearchOptions& options) : session_(session), options_(options) {
  prepare(parse_query(query));
}

Search::Search(Session& session, const Message& message, const SearchOptions& options) : session_(session), options_(options) {
  std::vector<Clause> clauses = parse_query(message.where);
  Clause words;
  words.text = message.text;
  clauses.push_back(std::move(words));
  prepare(clauses);
}

void Search::prepare(const std::vector<Clause>& clauses) {
  std::vector<model::Kind> kinds = kinds_of(clauses);
  std::erase_if(kinds, [&](model::Kind kind) { return session_.corpus(kind).segments().empty(); });
  std::optional<Spelling> spelling;
  if (options_.corrects) spelling.emplace(session_, kinds, plain_texts(clauses));
  for (const model::Kind kind : kinds) {
    kinds_.push_back(
        std::make_unique<PerKind>(session_, kind, clauses, Plan::Ranks{options_.synonyms, spelling ? &*spelling : nullptr}));
    has_words_ |= !kinds_.back()->plan.units().empty();
    selects_ |= kinds_.back()->plan.allowed() != nullptr;
  }
  if (spelling) corrections_ = spelling->all();
  // Words that hold nothing to look for find nothing; filters and phrases alone list what passes them.
  selects_ |= std::ranges::any_of(clauses, [](const Clause& c) { return c.type == Clause::Type::kFilter; });
}

Search::Search(Session& session, const store::Item& like, std::string_view where, const SearchOptions& options)
    : session_(session), options_(options), like_(like), has_words_(true) {
  const auto text = store::read_search_text(session.store(), like);
  if (!text) throw Error(Exit::kNotFound, "the item is gone", "find others with: ckm query WORDS");
  const std::vector<Clause> clauses = parse_query(where);
  for (const model::Kind kind : kinds_of(clauses)) {
    if (!session.corpus(kind).segments().empty())
      kinds_.push_back(std::make_unique<PerKind>(session, kind, clauses, Plan::Likes{*text}));
  }
}

Search::~Search() = default;

const index::DocSet& Search::matches(PerKind& kind) {
  if (!kind.matches) {
    kind.matches.emplace();
    if (has_words_ || selects_) kind.matches = kind.plan.matches(selects_);
  }
  return *kind.matches;
}

std::vector<Candidate> Search::best() {
  const std::size_t limit = options_.limit + options_.offset;
  std::vector<Candidate> found;
  switch (options_.sort) {
    case Sort::kScore: found = by_score(limit + 1); break;
    case Sort::kNewest: found = by_days("created", limit + 1); break;
    case Sort::kUpdated: found = by_days("updated", limit + 1); break;
    case Sort::kUses: found = by_uses(limit + 1); break;
  }
  found_ = found.size();
  more_ = found_ > limit;
  found.resize(std::min(limit, found.size()));
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min(options_.offset, found.size())));
  return found;
}

std::vector<Result> Search::results() {
  std::vector<Result> results;
  for (const Candidate& candidate : best()) {
    if (auto result = show(candidate.item, candidate.score)) results.push_back(std::move(*result));
  }
  return results;
}

std::optional<Result> Search::show(const store::Item& item, const Score& score) {
  const auto summary = store::read_summary(session_.store(), item);
  if (!summary) return std::nullopt;
  if (options_.bare) return Result{item, *summary, score, {}, {}, {}, {}};
  const auto text = store::read_search_text(session_.store(), item);
  if (!text) return std::nullopt;
  const auto kind = std::ranges::find(kinds_, item.kind, [](const auto& k) { return k->plan.kind(); });
  const Plan& plan = (*kind)->plan;
  const Highlighter highlighter(plan.units(), plan.compounds());
  text::Stemmer& stemmer = session_.stemmers().of(language_of(*text));
  Result result{item, *summary, score, {}, {}, {}, {}};
  result.title = highlighter.mark(summary->title, stemmer, options_.title_columns);
  if (options_.snippet_columns > 0) result.snippet = highlighter.best(text->answer, stemmer, options_.snippet_columns);
  result.reasons = reasons(**kind, *text, stemmer);
  if (options_.explains) result.terms = explain(plan, static_cast<std::uint32_t>(item.id), *text, stemmer);
  return result;
}

// Which alternatives the text has.
std::vector<Reason> Search::reasons(const PerKind& kind, const store::SearchText& text, text::Stemmer& stemmer) const {
  std::vector<Reason> out;
  const std::vector<Alternative>& alternatives = kind.plan.alternatives();
  if (alternatives.empty()) return out;
  std::unordered_set<std::string> terms;
  for (const std::string& part : {text.question, text.answer}) {
    text::TokenStream tokens(part, stemmer);
    for (text::Token token; tokens.next(token);) terms.emplace(token.term);
  }
  const auto has = [&](const std::string& forms) {
    std::istringstream words(forms);
    return std::any_of(std::istream_iterator<std::string>(words), {},
                       [&](const std::string& term) { return terms.contains(term); });
  };
  for (const Alternative& a : alternatives) {
    if (std::ranges::all_of(a.terms, has)) out.push_back({a.words, a.found, a.why});
  }
  return out;
}

std::uint64_t Search::count() {
  std::uint64_t sum = 0;
  for (const auto& kind : kinds_) sum += matches(*kind).count();
  return sum;
}

std::vector<FacetCount> Search::facet(std::string_view field) {
  constexpr std::string_view kLast = "\xF4\x8F\xBF\xBF";
  constexpr std::size_t kMonth = 7;
  const FilterField::Form form = find_filter_field(field)->form;
  std::map<std::string, std::uint64_t> counts;
  for (const auto& kind : kinds_) {
    if (form == FilterField::Form::kKind) {
      if (const std::uint64_t items = matches(*kind).count(); items > 0)
        counts[std::string(model::info(kind->plan.kind()).name)] += items;
      continue;
    }
    for (store::FacetRow& row : store::read_facets(session_.store(), kind->plan.kind(), field, "", kLast)) {
      index::DocSet docs;
      docs.load(static_cast<std::size_t>(row.chunk), row.data);
      docs &= matches(*kind);
      if (form == FilterField::Form::kDays) row.value.resize(std::min(kMonth, row.value.size()));
      if (const std::uint64_t items = docs.count(); items > 0) counts[row.value] += items;
    }
  }
  std::vector<FacetCount> out;
  for (const auto& [value, items] : counts) out.push_back({std::string(field), value, items});
  if (form != FilterField::Form::kDays) std::ranges::stable_sort(out, std::ranges::greater(), &FacetCount::items);
  return out;
}

void Search::for_each(const std::function<bool(const store::Item& item)>& visit) {
  bool goes_on = true;
  for (const auto& kind : kinds_) {
    const index::DocSet& docs = matches(*kind);
    if (!goes_on || docs.empty()) continue;
    store::for_each_item(session_.store(), kind->plan.kind(), [&](std::int64_t id) {
      if (docs.contains(static_cast<std::uint32_t>(id))) goes_on = visit({kind->plan.kind(), id});
      return goes_on;
    });
  }
}

std::vector<Result> search(store::Store& store, std::string_view query, const SearchOptions& options) {
  Session session(store);
  return Search(session, query, options).results();
}

std::optional<std::string> did_you_mean(Session& session, std::string_view query, const SearchOptions& options) {
  const std::vector<Clause> clauses = parse_query(query);
  std::vector<model::Kind> kinds = kinds_of(clauses);
  std::erase_if(kinds, [&](model::Kind kind) { return session.corpus(kind).segments().empty(); });
  const Spelling spelling(session, kinds, std::vector<std::string>{std::string(query)});
  const std::string other = spelling.corrected(query);
  if (other == query || Search(session, other, options).count() == 0) return std::nullopt;
  return other;
}

}  // namespace ckm::search
