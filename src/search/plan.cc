#include "search/plan.hh"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "search/facets.hh"
#include "search/similar.hh"

namespace ckm::search {

namespace {

bool may_occur(const Clause& clause) { return clause.sign == Sign::kMay; }

bool chooses_kinds(const Clause& clause) {
  return clause.type == Clause::Type::kFilter && clause.field->form == FilterField::Form::kKind;
}

// What decides which documents count: all but what may occur, or all where nothing is ranked. Kinds were chosen before.
std::vector<Clause> conditions(const std::vector<Clause>& clauses, bool ranks) {
  std::vector<Clause> out;
  std::ranges::copy_if(clauses, std::back_inserter(out),
                       [&](const Clause& clause) { return (!ranks || !may_occur(clause)) && !chooses_kinds(clause); });
  for (Clause& clause : out) {
    if (may_occur(clause)) clause.sign = Sign::kMust;
  }
  return out;
}

}  // namespace

Plan::Plan(Session& session, model::Kind kind, const std::vector<Clause>& clauses, Selects)
    : corpus_(session.corpus(kind)), condition_(session.store(), corpus_, session.stemmers(), conditions(clauses, false)) {}

Plan::Plan(Session& session, model::Kind kind, const std::vector<Clause>& clauses, Ranks ranks)
    : corpus_(session.corpus(kind)), condition_(session.store(), corpus_, session.stemmers(), conditions(clauses, true)) {
  Stemmers& stemmers = session.stemmers();
  Expansion expansion(ranks.synonyms, ranks.spelling, session, corpus_);
  std::size_t conditions = 0;
  for (const Clause& clause : clauses) {
    if (chooses_kinds(clause)) continue;
    if (!may_occur(clause)) {
      const std::vector<Unit>& units = condition_.units()[conditions++];
      std::ranges::copy(units, std::back_inserter(units_));
      ranks_all_ |= (clause.type == Clause::Type::kWords || clause.type == Clause::Type::kPhrase) && !units.empty();
      continue;
    }
    const bool front = clause.type == Clause::Type::kPrefix;
    std::vector<Unit> units =
        front ? Phrase(clause.text, Phrase::Form::kPrefix, corpus_, stemmers).units() : units_of(clause.text, corpus_, stemmers);
    ranks_all_ |= !units.empty();
    const std::size_t begin = units_.size();
    std::ranges::move(units, std::back_inserter(units_));
    if (front) continue;
    std::ranges::move(compounds_of(clause.text, corpus_, stemmers), std::back_inserter(compounds_));
    expansion.add(units_, begin);
  }
  wordings_ = expansion.wordings(units_);
  alternatives_ = expansion.alternatives();
  std::vector<Unit> extras = expansion.extras(units_);
  if (kind == model::Kind::kDocument) std::ranges::move(pairs_of(units_, corpus_), std::back_inserter(extras));
  std::ranges::move(extras, std::back_inserter(units_));
  weigh_units();
}

Plan::Plan(Session& session, model::Kind kind, const std::vector<Clause>& clauses, Likes likes)
    : corpus_(session.corpus(kind)), condition_(session.store(), corpus_, session.stemmers(), conditions(clauses, false)) {
  ranks_all_ = true;
  units_ = units_like(likes.text, corpus_, session.stemmers());
  weigh_units();
}

void Plan::weigh_units() {
  const auto less = [](const Unit* a, const Unit* b) { return a->terms < b->terms; };
  std::set<const Unit*, decltype(less)> seen(less);
  double ideal = 0;
  for (const std::vector<Unit>* units : {&units_, &compounds_}) {
    for (const Unit& unit : *units) {
      if (!seen.insert(&unit).second) continue;
      weighted_.push_back({&unit, 0});
      if (!unit.extra) ideal += unit.idf;
    }
  }
  if (ideal <= 0) weighted_.clear();
  for (Weighted& weighted : weighted_)
    weighted.weight = std::max(1U, static_cast<std::uint32_t>(std::floor(weighted.unit->idf / ideal * index::kWeightTotal)));
}

std::vector<Plan::List> Plan::lists(std::size_t number) const {
  std::vector<List> lists;
  const auto& segment = corpus_.segments()[number];
  std::uint64_t total = 0;
  const auto has_room = [&](std::uint32_t weight) { return total + weight <= index::kMostWeights; };
  for (const auto& [unit, weight] : weighted_) {
    if (unit->lists) {
      const std::vector<index::Posting>& list = (*unit->lists)[number];
      if (list.empty() || !has_room(weight)) continue;
      total += weight;
      lists.push_back({unit, unit->terms.front(), weight, index::PostingCursor(list)});
      continue;
    }
    for (const std::string& term : unit->terms) {
      auto entry = segment->find(term);
      if (!entry || !has_room(weight)) continue;
      total += weight;
      lists.push_back({unit, term, weight, index::PostingCursor(segment->blobs, std::move(*entry))});
    }
  }
  return lists;
}

std::vector<index::Hit> Plan::best(std::size_t k) const { return best_of(k, allowed()); }

std::vector<index::Hit> Plan::hits_among(const index::DocSet& docs) const {
  if (allowed() == nullptr) return best_of(docs.count(), &docs);
  index::DocSet both = docs;
  both &= *allowed();
  return best_of(both.count(), &both);
}

std::vector<index::Hit> Plan::best_of(std::size_t k, const index::DocSet* among) const {
  index::TopK best(k,
                   !condition_.certain() ? index::Accept([this](std::uint32_t doc) { return accepts(doc); }) : index::Accept());
  for (std::size_t number = 0; number < corpus_.segments().size(); ++number) {
    const auto& segment = corpus_.segments()[number];
    std::vector<List> all = lists(number);
    std::vector<index::WeightedList> weighted;
    for (List& list : all) weighted.push_back({&list.cursor, list.weight});
    index::search(weighted, among, segment->row.dead > 0 ? &segment->dead : nullptr, best);
  }
  return best.take();
}

index::DocSet Plan::matches(bool selects) const {
  index::DocSet docs;
  for (std::size_t number = 0; number < corpus_.segments().size(); ++number) {
    index::DocSet found;
    for (List& list : lists(number)) index::collect(list.cursor, found);
    found -= corpus_.segments()[number]->dead;
    docs |= found;
  }
  if (selects && !ranks_all_) docs |= allowed() != nullptr ? *allowed() : all_documents(corpus_.store(), kind());
  if (allowed() != nullptr) docs &= *allowed();
  if (condition_.certain()) return docs;
  index::DocSet accepted;
  docs.for_each([&](std::uint32_t doc) {
    if (accepts(doc)) accepted.add(doc);
  });
  return accepted;
}

}  // namespace ckm::search
