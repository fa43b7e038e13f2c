#include "search/plan.hh"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <set>

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

Plan::Plan(store::Store& store, Corpus& corpus, Stemmers& stemmers, const std::vector<Clause>& clauses, const Synonyms* synonyms)
    : corpus_(corpus), condition_(store, corpus, stemmers, conditions(clauses, synonyms != nullptr)) {
  if (synonyms == nullptr) return;
  Expansion expansion(*synonyms, corpus, stemmers);
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
        front ? Phrase(clause.text, Phrase::Form::kPrefix, corpus, stemmers).units() : units_of(clause.text, corpus, stemmers);
    ranks_all_ |= !units.empty();
    const std::size_t begin = units_.size();
    std::ranges::move(units, std::back_inserter(units_));
    if (front) continue;
    std::ranges::move(compounds_of(clause.text, corpus, stemmers), std::back_inserter(compounds_));
    expansion.add(units_, begin);
  }
  wordings_ = expansion.wordings(units_);
  alternatives_ = expansion.alternatives();
  std::vector<Unit> extras = expansion.extras(units_);
  if (corpus.kind() == model::Kind::kDocument) std::ranges::move(pairs_of(units_, corpus), std::back_inserter(extras));
  std::ranges::move(extras, std::back_inserter(units_));
}

std::vector<index::Hit> Plan::best(std::size_t k) const {
  // Each different unit once.
  std::vector<const Unit*> distinct;
  const auto less = [](const Unit* a, const Unit* b) { return a->terms < b->terms; };
  std::set<const Unit*, decltype(less)> seen(less);
  double ideal = 0;
  for (const std::vector<Unit>* units : {&units_, &compounds_}) {
    for (const Unit& unit : *units) {
      if (!seen.insert(&unit).second) continue;
      distinct.push_back(&unit);
      if (!unit.extra) ideal += unit.idf;
    }
  }
  index::TopK best(k,
                   !condition_.certain() ? index::Accept([this](std::uint32_t doc) { return accepts(doc); }) : index::Accept());
  if (ideal <= 0) return {};
  for (std::size_t number = 0; number < corpus_.segments().size(); ++number) {
    const auto& segment = corpus_.segments()[number];
    std::deque<index::PostingCursor> cursors;
    std::vector<index::WeightedList> lists;
    std::uint64_t total = 0;
    for (const Unit* unit : distinct) {
      const auto weight = static_cast<std::uint32_t>(std::floor(unit->idf / ideal * index::kWeightTotal));
      if (unit->lists) {
        const std::vector<index::Posting>& list = (*unit->lists)[number];
        if (list.empty() || total + weight >= index::kMostWeights) continue;
        total += std::max(weight, 1U);
        lists.push_back({&cursors.emplace_back(list), std::max(weight, 1U)});
        continue;
      }
      for (const std::string& term : unit->terms) {
        auto entry = segment->find(term);
        if (!entry || total + weight >= index::kMostWeights) continue;
        total += std::max(weight, 1U);
        cursors.emplace_back(segment->blobs, std::move(*entry));
        lists.push_back({&cursors.back(), std::max(weight, 1U)});
      }
    }
    index::search(lists, allowed(), segment->row.dead > 0 ? &segment->dead : nullptr, best);
  }
  return best.take();
}

}  // namespace ckm::search
