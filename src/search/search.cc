#include "search/search.hh"

#include <algorithm>
#include <functional>
#include <iterator>
#include <queue>
#include <sstream>
#include <unordered_set>

#include "search/facets.hh"
#include "search/filter.hh"
#include "search/plan.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

struct Candidate {
  store::Item item;
  Score score;
};

bool better(const Candidate& a, const Candidate& b) {
  if (a.score.total() != b.score.total()) return a.score.total() > b.score.total();
  return a.item.kind != b.item.kind ? a.item.kind < b.item.kind : a.item.id < b.item.id;
}

// Adds the documents that pass without being ranked, in order, until there are `limit`.
void add_unranked(store::Store& store, const Plan& plan, model::Kind kind, std::size_t limit, std::vector<Candidate>& found) {
  index::DocSet docs = plan.allowed() != nullptr ? *plan.allowed() : all_documents(store, kind);
  for (const Candidate& candidate : found) docs.remove(static_cast<std::uint32_t>(candidate.item.id));
  docs.for_each([&](std::uint32_t doc) {
    if (found.size() < limit && plan.accepts(doc)) found.push_back({{kind, doc}, {}});
  });
}

// One kind, ready to be asked.
struct Prepared {
  std::unique_ptr<Corpus> corpus;
  std::unique_ptr<Plan> plan;
};

std::vector<Candidate> ranked(store::Store& store, Prepared& kind, Stemmers& stemmers, const SearchOptions& options) {
  std::vector<Candidate> found;
  const Ranker ranker(kind.plan->units(), kind.plan->wordings(), options.weights);
  // The totals of the best so far, the least first: who can't reach it is not looked at closely.
  std::priority_queue<double, std::vector<double>, std::greater<>> best;
  const auto add = [&](const store::Item& item, const Score& score) {
    found.push_back({item, score});
    best.push(score.total());
    if (best.size() > options.limit) best.pop();
  };
  const std::vector<index::Hit> hits = kind.plan->best(std::max(options.limit, options.rerank));
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const store::Item item{kind.corpus->kind(), hits[i].doc};
    const double base = static_cast<double>(hits[i].score) / index::kMostScore;
    if (i >= options.rerank) {
      add(item, {base, 0, 0});
      continue;
    }
    const auto question = store::read_question(store, item);
    if (!question) continue;
    std::vector<Unit> units = split_units(*question, *kind.corpus, stemmers);
    if (!best.empty() && best.size() == options.limit && ranker.bound(base, units) < best.top()) continue;
    weigh(units, *kind.corpus);
    add(item, ranker.score(base, units));
  }
  return found;
}

// Which alternatives the text has.
std::vector<Reason> reasons(const std::vector<Alternative>& alternatives, const store::SearchText& text, text::Stemmer& stemmer) {
  std::vector<Reason> out;
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

}  // namespace

std::vector<Result> search(store::Store& store, std::string_view query, const SearchOptions& options) {
  const store::Snapshot snapshot(store.db());
  const std::vector<Clause> clauses = parse_query(query);
  Stemmers stemmers;
  std::vector<Prepared> kinds;
  bool has_words = false;
  for (const model::Kind kind : kinds_of(clauses)) {
    Prepared prepared;
    prepared.corpus = std::make_unique<Corpus>(store, kind);
    if (prepared.corpus->segments().empty()) continue;
    prepared.plan = std::make_unique<Plan>(store, *prepared.corpus, stemmers, clauses, &options.synonyms);
    has_words |= !prepared.plan->units().empty();
    kinds.push_back(std::move(prepared));
  }
  // Words that hold nothing to look for find nothing; filters and phrases alone list what passes them.
  const bool selects =
      std::any_of(clauses.begin(), clauses.end(), [](const Clause& c) { return c.type == Clause::Type::kFilter; }) ||
      std::any_of(kinds.begin(), kinds.end(), [](const Prepared& k) { return k.plan->allowed() != nullptr; });
  std::vector<Candidate> candidates;
  for (Prepared& kind : kinds) {
    std::vector<Candidate> found;
    if (has_words) found = ranked(store, kind, stemmers, options);
    if (selects && !kind.plan->ranks_all()) add_unranked(store, *kind.plan, kind.corpus->kind(), options.limit, found);
    candidates.insert(candidates.end(), found.begin(), found.end());
  }
  std::sort(candidates.begin(), candidates.end(), better);
  if (candidates.size() > options.limit) candidates.resize(options.limit);

  std::vector<Result> results;
  for (const Candidate& candidate : candidates) {
    const auto summary = store::read_summary(store, candidate.item);
    const auto text = store::read_search_text(store, candidate.item);
    if (!summary || !text) continue;
    const auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const Prepared& k) { return k.corpus->kind() == candidate.item.kind; });
    const Highlighter highlighter(kind->plan->units(), kind->plan->compounds());
    text::Stemmer& stemmer = stemmers.of(language_of(*text));
    Result result{candidate.item, *summary, candidate.score, {}, {}, {}};
    result.title = highlighter.mark(summary->title, stemmer, options.title_columns);
    result.snippet = highlighter.best(text->answer, stemmer, options.snippet_columns);
    result.reasons = reasons(kind->plan->alternatives(), *text, stemmer);
    results.push_back(std::move(result));
  }
  return results;
}

struct Selection::PerKind {
  PerKind(store::Store& store, model::Kind kind, const std::vector<Clause>& clauses)
      : corpus(store, kind), plan(store, corpus, stemmers, clauses, nullptr) {}
  Stemmers stemmers;
  Corpus corpus;
  Plan plan;
};

Selection::Selection(store::Store& store, std::string_view query) : store_(store) {
  const std::vector<Clause> clauses = parse_query(query);
  for (const model::Kind kind : kinds_of(clauses)) kinds_.push_back(std::make_shared<PerKind>(store_, kind, clauses));
}

bool Selection::wants(model::Kind kind) const {
  return std::any_of(kinds_.begin(), kinds_.end(), [&](const auto& k) { return k->corpus.kind() == kind; });
}

bool Selection::holds(const store::Item& item) {
  const auto doc = static_cast<std::uint32_t>(item.id);
  for (const auto& kind : kinds_) {
    if (kind->corpus.kind() != item.kind) continue;
    return (kind->plan.allowed() == nullptr || kind->plan.allowed()->contains(doc)) && kind->plan.accepts(doc);
  }
  return false;
}

}  // namespace ckm::search
