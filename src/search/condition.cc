#include "search/condition.hh"

#include <algorithm>
#include <sstream>
#include <utility>

#include "search/facets.hh"
#include "search/filter.hh"

namespace ckm::search {

Condition::Condition(store::Store& store, Corpus& corpus, Stemmers& stemmers, const std::vector<Clause>& clauses)
    : store_(store), corpus_(corpus), stemmers_(stemmers) {
  all_.type = Part::Type::kAll;
  for (const Clause& clause : clauses) {
    units_.emplace_back();
    add(part(clause, true), all_);
  }
  certain_ = all_.may.count() == all_.sure.count();
}

const index::DocSet& Condition::everything() {
  if (!everything_) everything_ = all_documents(store_, corpus_.kind());
  return *everything_;
}

Condition::Part Condition::negation(Part part) {
  Part out;
  out.type = Part::Type::kNot;
  out.may = everything();
  out.may -= part.sure;
  out.sure = everything();
  out.sure -= part.may;
  out.parts.push_back(std::move(part));
  return out;
}

void Condition::add(std::optional<Part> part, Part& all) {
  if (!part) return;
  if (all.parts.empty()) {
    all.may = part->may;
    all.sure = part->sure;
  } else {
    all.may &= part->may;
    all.sure &= part->sure;
  }
  all.parts.push_back(std::move(*part));
}

Condition::Part Condition::all_of(const std::vector<Clause>& clauses, bool positive) {
  Part out;
  out.type = Part::Type::kAll;
  for (const Clause& clause : clauses) add(part(clause, positive), out);
  return out;
}

std::optional<Condition::Part> Condition::part(const Clause& clause, bool positive) {
  const bool negated = clause.sign == Sign::kNot;
  std::optional<Part> out = without_sign(clause, positive != negated);
  if (out && negated) return negation(std::move(*out));
  return out;
}

// Nothing where it asks for nothing.
std::optional<Condition::Part> Condition::without_sign(const Clause& clause, bool positive) {
  if (clause.type == Clause::Type::kFilter) {
    Part out;
    out.may = filter_documents(store_, corpus_.kind(), clause);
    out.sure = out.may;
    return out;
  }
  if (clause.type != Clause::Type::kGroup) return phrase(clause, positive);
  Part out;
  out.type = Part::Type::kAny;
  for (const std::vector<Clause>& alternative : clause.alternatives) {
    Part next = all_of(alternative, positive);
    if (next.parts.empty()) continue;
    out.may |= next.may;
    out.sure |= next.sure;
    out.parts.push_back(std::move(next));
  }
  if (out.parts.empty()) return std::nullopt;
  return out;
}

std::optional<Condition::Part> Condition::phrase(const Clause& clause, bool positive) {
  // Plain words that must all occur, each by itself.
  if (clause.type == Clause::Type::kWords && clause.text.find(' ') != std::string::npos) {
    std::vector<Clause> words;
    std::istringstream texts(clause.text);
    for (Clause word = clause; texts >> word.text;) {
      word.sign = Sign::kMust;
      words.push_back(word);
    }
    Part all = all_of(words, positive);
    if (all.parts.empty()) return std::nullopt;
    return all;
  }
  const Phrase::Form form = clause.type == Clause::Type::kPhrase   ? Phrase::Form::kExact
                            : clause.type == Clause::Type::kPrefix ? Phrase::Form::kPrefix
                                                                   : Phrase::Form::kAnyForm;
  Phrase phrase(clause.text, form, corpus_, stemmers_);
  if (phrase.empty()) return std::nullopt;
  Part out;
  auto candidates = phrase.candidates(corpus_);
  out.may = std::move(candidates.may);
  out.sure = std::move(candidates.sure);
  if (positive) units_.back().insert(units_.back().end(), phrase.units().begin(), phrase.units().end());
  out.type = Part::Type::kText;
  out.phrase = std::move(phrase);
  return out;
}

bool Condition::holds(const Part& part, std::uint32_t doc, const store::SearchText& text) const {
  if (part.sure.contains(doc)) return true;
  if (!part.may.contains(doc)) return false;
  const auto inner = [&](const Part& p) { return holds(p, doc, text); };
  switch (part.type) {
    case Part::Type::kSet: return true;
    case Part::Type::kText: return part.phrase->in(text.question, stemmers_) || part.phrase->in(text.answer, stemmers_);
    case Part::Type::kAll: return std::ranges::all_of(part.parts, inner);
    case Part::Type::kAny: return std::ranges::any_of(part.parts, inner);
    case Part::Type::kNot: return !inner(part.parts.front());
  }
  return false;
}

bool Condition::holds(std::uint32_t doc) const {
  if (all_.sure.contains(doc)) return true;
  if (!all_.may.contains(doc)) return false;
  const auto text = store::read_search_text(store_, {corpus_.kind(), doc});
  return text && holds(all_, doc, *text);
}

}  // namespace ckm::search
