#include "search/plan.hh"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <set>
#include <sstream>

#include "search/facets.hh"
#include "search/filter.hh"

namespace ckm::search {

Plan::Plan(store::Store& store, Corpus& corpus, Stemmers& stemmers, const std::vector<Clause>& clauses, const Synonyms* synonyms)
    : store_(store), corpus_(corpus), stemmers_(stemmers), allowed_(filter_documents(store, corpus.kind(), clauses)) {
  std::optional<Expansion> expansion;
  if (synonyms != nullptr) expansion.emplace(*synonyms, corpus, stemmers);
  for (const Clause& clause : clauses) {
    if (clause.type == Clause::Type::kFilter) continue;
    if (clause.type == Clause::Type::kWords && clause.sign == Sign::kMay) {
      if (!expansion) {
        Clause word = clause;
        word.sign = Sign::kMust;
        std::istringstream words(clause.text);
        while (words >> word.text) add_phrase(word, Phrase(word.text, corpus, stemmers));
        continue;
      }
      std::vector<Unit> units = units_of(clause.text, corpus, stemmers);
      const std::size_t begin = units_.size();
      std::move(units.begin(), units.end(), std::back_inserter(units_));
      std::vector<Unit> compounds = compounds_of(clause.text, corpus, stemmers);
      std::move(compounds.begin(), compounds.end(), std::back_inserter(compounds_));
      expansion->add(units_, begin);
      continue;
    }
    add_phrase(clause, Phrase(clause.text, corpus, stemmers));
  }
  if (!expansion) return;
  wordings_ = expansion->wordings(units_);
  alternatives_ = expansion->alternatives();
  std::vector<Unit> extras = expansion->extras(units_);
  if (corpus.kind() == model::Kind::kDocument) std::ranges::move(pairs_of(units_, corpus), std::back_inserter(extras));
  std::ranges::move(extras, std::back_inserter(units_));
}

void Plan::restrict(index::DocSet docs) {
  if (allowed_) *allowed_ &= docs;
  else allowed_ = std::move(docs);
}

void Plan::add_phrase(const Clause& clause, Phrase phrase) {
  if (phrase.empty()) return;
  // A signed word may be any form of it; only quotes ask for the exact wording.
  const bool loose = clause.type == Clause::Type::kWords && phrase.units().size() == 1;
  index::DocSet candidates = phrase.candidates(corpus_);
  if (clause.sign == Sign::kNot) {
    if (!allowed_) allowed_ = all_documents(store_, corpus_.kind());
    if (loose || phrase.exact()) *allowed_ -= candidates;
    else unwanted_.emplace_back(std::move(phrase), std::move(candidates));
    return;
  }
  units_.insert(units_.end(), phrase.units().begin(), phrase.units().end());
  restrict(std::move(candidates));
  if (!loose && !phrase.exact()) wanted_.push_back(std::move(phrase));
}

bool Plan::accepts(std::uint32_t doc) const {
  if (!needs_text()) return true;
  const auto text = store::read_search_text(store_, {corpus_.kind(), doc});
  if (!text) return false;
  const auto has = [&](const Phrase& phrase) {
    return phrase.in(text->question, stemmers_) || phrase.in(text->answer, stemmers_);
  };
  return std::all_of(wanted_.begin(), wanted_.end(), has) &&
         std::none_of(unwanted_.begin(), unwanted_.end(), [&](const auto& p) { return p.second.contains(doc) && has(p.first); });
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
  index::TopK best(k, needs_text() ? index::Accept([this](std::uint32_t doc) { return accepts(doc); }) : index::Accept());
  if (ideal <= 0) return {};
  for (const auto& segment : corpus_.segments()) {
    std::deque<index::PostingCursor> cursors;
    std::vector<index::WeightedList> lists;
    std::uint64_t total = 0;
    for (const Unit* unit : distinct) {
      const auto weight = static_cast<std::uint32_t>(std::floor(unit->idf / ideal * index::kWeightTotal));
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
