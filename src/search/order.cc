// The orders in which a search gives what it finds.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <queue>
#include <tuple>

#include "search/facets.hh"
#include "search/per_kind.hh"

namespace ckm::search {
namespace {

// Scores are the same where they differ by rounding alone.
constexpr double kSame = 1e-9;

bool better(const Candidate& a, const Candidate& b) {
  const auto key = [](const Candidate& c) {
    return std::tuple(c.stage, -std::llround(c.score.total() / kSame), c.item.kind, c.item.id);
  };
  return key(a) < key(b);
}

}  // namespace

void Search::ranked(PerKind& kind, std::size_t limit, std::vector<Candidate>& into) {
  Vocabulary& titles = session_.vocabulary(kind.plan.kind());
  const Ranker ranker(kind.plan.units(), kind.plan.wordings(), options_.weights);
  // The totals of the best so far, the least first: who can't reach it is not looked at closely.
  std::priority_queue<double, std::vector<double>, std::greater<>> best;
  const auto add = [&](const store::Item& item, const Score& score, Stage stage) {
    into.push_back({item, score, stage});
    best.push(score.total());
    if (best.size() > limit) best.pop();
  };
  const std::vector<index::Hit> hits = kind.plan.best(std::max(limit + (like_ ? 1 : 0), options_.rerank));
  LearnedLane* const learned = like_ || options_.weights.learned <= 0 ? nullptr : session_.learned(kind.plan.kind());
  const double learned_weight = learned == nullptr ? 0 : options_.weights.learned * learned->share();
  const Time present = now();
  const auto closely = [&](const index::Hit& hit) {
    const store::Item item{kind.plan.kind(), hit.doc};
    Score score;
    score.base = static_cast<double>(hit.score) / index::kMostScore;
    const auto facts = store::read_rank_facts(session_.store(), item);
    if (!facts) return;
    score.signals = weighed(signals_of(*facts, present), options_.weights);
    const std::vector<const KnownWord*>& words = titles.words(facts->question);
    const Question question(ranker, words);
    if (!best.empty() && best.size() == limit) {
      const double most = score.total() + ranker.bound(question);
      if (most + learned_weight < best.top()) return;
      if (learned != nullptr && most + learned_weight * learned->most(hit.doc, words) < best.top()) return;
    }
    titles.weigh();
    if (learned != nullptr) score.learned = learned_weight * learned->cosine(hit.doc, words);
    const Score closer = ranker.score(question);
    score.overlap = closer.overlap;
    score.adjacency = closer.adjacency;
    score.exact = closer.exact;
    add(item, score, Stage::kSecond);
  };
  // Beside the best of the first stage those whose customers' wordings are nearest.
  index::DocSet nearest;
  if (learned != nullptr) {
    std::string asked;
    for (const Unit& unit : kind.plan.units()) asked += unit.extra ? "" : unit.folded + " ";
    const std::vector<const KnownWord*>& words = titles.words(asked);
    titles.weigh();
    for (const std::uint32_t doc : learned->ask(words, options_.rerank)) nearest.add(doc);
    for (std::size_t i = 0; i < hits.size() && i < options_.rerank; ++i) nearest.remove(hits[i].doc);
  }
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const store::Item item{kind.plan.kind(), hits[i].doc};
    if (item == like_ || nearest.contains(hits[i].doc)) continue;
    if (i < options_.rerank) {
      closely(hits[i]);
    } else {
      Score score;
      score.base = static_cast<double>(hits[i].score) / index::kMostScore;
      add(item, score, Stage::kFirst);
    }
  }
  if (nearest.empty()) return;
  // An article may have none of the words itself.
  if (kind.plan.allowed() != nullptr) nearest &= *kind.plan.allowed();
  for (const index::Hit& hit : kind.plan.hits_among(nearest)) {
    nearest.remove(hit.doc);
    closely(hit);
  }
  nearest.for_each([&](std::uint32_t doc) {
    if (kind.plan.accepts(doc)) closely({0, doc});
  });
}

// Adds the documents that pass without being ranked, in order, until there are `limit`.
void Search::unranked(PerKind& kind, std::size_t limit, std::vector<Candidate>& into) {
  const Plan& plan = kind.plan;
  index::DocSet docs = plan.allowed() != nullptr ? *plan.allowed() : all_documents(session_.store(), plan.kind());
  std::size_t found = 0;
  for (const Candidate& candidate : into) {
    if (candidate.item.kind != plan.kind()) continue;
    docs.remove(static_cast<std::uint32_t>(candidate.item.id));
    ++found;
  }
  docs.for_each([&](std::uint32_t doc) {
    if (found < limit && plan.accepts(doc)) {
      into.push_back({{plan.kind(), doc}, {}, Stage::kNone});
      ++found;
    }
  });
}

std::vector<Candidate> Search::by_score(std::size_t limit) {
  std::vector<Candidate> found;
  for (const auto& kind : kinds_) {
    if (has_words_) ranked(*kind, limit, found);
    if (selects_ && !kind->plan.ranks_all()) unranked(*kind, limit, found);
  }
  std::ranges::sort(found, better);
  return found;
}

// The newest days first. Of the last day that is needed all are taken, so that their times decide.
std::vector<Candidate> Search::by_days(std::string_view field, std::size_t limit) {
  std::vector<std::pair<Time, Candidate>> dated;
  std::vector<Candidate> undated;
  constexpr std::string_view kLast = "\x7F";
  for (const auto& kind : kinds_) {
    index::DocSet rest = matches(*kind);
    std::map<std::string, index::DocSet, std::greater<>> days;
    for (const store::FacetRow& row : store::read_facets(session_.store(), kind->plan.kind(), field, "", kLast))
      days[row.value].load(static_cast<std::size_t>(row.chunk), row.data);
    std::size_t taken = 0;
    for (auto& [day, docs] : days) {
      docs &= rest;
      rest -= docs;
      if (taken >= limit) continue;
      docs.for_each([&](std::uint32_t doc) {
        const store::Item item{kind->plan.kind(), doc};
        const auto facts = store::read_times(session_.store(), item);
        if (!facts) return;
        dated.push_back({(field == "created" ? facts->created_at : facts->updated_at).value_or(0), {item, {}, Stage::kNone}});
        ++taken;
      });
    }
    rest.for_each([&](std::uint32_t doc) {
      if (undated.size() < limit) undated.push_back({{kind->plan.kind(), doc}, {}, Stage::kNone});
    });
  }
  std::ranges::stable_sort(dated, std::ranges::greater(), [](const auto& row) { return row.first; });
  std::vector<Candidate> found;
  for (auto& [time, candidate] : dated) found.push_back(candidate);
  std::ranges::copy(undated, std::back_inserter(found));
  return found;
}

std::vector<Candidate> Search::by_uses(std::size_t limit) {
  std::vector<Candidate> found;
  std::vector<Candidate> unused;
  const auto used = store::read_uses(session_.store());
  for (const auto& kind : kinds_) {
    index::DocSet rest = matches(*kind);
    for (const auto& [item, uses] : used) {
      const auto doc = static_cast<std::uint32_t>(item.id);
      if (item.kind != kind->plan.kind() || !rest.contains(doc)) continue;
      found.push_back({item, {}, Stage::kNone});
      rest.remove(doc);
    }
    rest.for_each([&](std::uint32_t doc) {
      if (unused.size() < limit) unused.push_back({{kind->plan.kind(), doc}, {}, Stage::kNone});
    });
  }
  std::map<std::pair<model::Kind, std::int64_t>, std::int64_t> uses;
  for (const auto& [item, n] : used) uses[{item.kind, item.id}] = n;
  std::ranges::stable_sort(found, std::ranges::greater(), [&](const Candidate& c) { return uses.at({c.item.kind, c.item.id}); });
  std::ranges::copy(unused, std::back_inserter(found));
  return found;
}

}  // namespace ckm::search
