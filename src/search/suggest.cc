#include "search/suggest.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "store/articles.hh"

namespace ckm::search {
namespace {

constexpr std::int64_t kMostQuestions = 500;  // Of an article, compared one by one.
constexpr std::string_view kOffered = "kind:faq,case,document -confidence:archived -confidence:wip";

double part(double weighed, double weight) { return weight > 0 ? weighed / weight : 0; }

// Compares a message with the single texts that an article is known to answer.
class Comparison {
 public:
  Comparison(Session& session, model::Kind kind, std::string_view message)
      : session_(session), vocabulary_(session.vocabulary(kind)) {
    const std::vector<const KnownWord*>& words = vocabulary_.words(message);
    vocabulary_.weigh();
    vector_ = learned_vector(words);
    for (const KnownWord* word : words) {
      if (asked_.emplace(word->hash, word->unit.idf).second) said_ += word->unit.idf;
    }
  }

  void compare(std::int64_t article, Evidence& evidence) {
    std::unordered_set<std::uint64_t> met;
    double common = 0;
    const auto take = [&](std::string_view text) {
      const std::vector<const KnownWord*>& words = vocabulary_.words(text);
      vocabulary_.weigh();
      evidence.nearest = std::max(evidence.nearest, dot(vector_, learned_vector(words)));
      for (const KnownWord* word : words) {
        const auto asked = asked_.find(word->hash);
        if (asked != asked_.end() && met.insert(word->hash).second) common += asked->second;
      }
    };
    for (const std::string& question : store::read_questions(session_.store(), article, kMostQuestions)) take(question);
    evidence.covered = said_ > 0 ? common / said_ : 0;
  }

 private:
  Session& session_;
  Vocabulary& vocabulary_;
  LearnedVector vector_;
  std::unordered_map<std::uint64_t, double> asked_;
  double said_ = 0;
};

}  // namespace

double confidence_of(const Evidence& e) {
  // Fitted on half of the questions of six sets, a fifth to a quarter of whose answers were taken away: StackFAQ without uses,
  // with one and with four an article, LCQMC without and with few, BANKING77 as tools/bench_suggest has it. What is learned makes
  // a gap wider by as much as its share of a score.
  const double z =
      -2.37 + 1.96 * e.base - 4.42 * e.adjacency + 13.55 * e.gap / (1 + e.share) + 3.56 * e.nearest + 1.13 * e.covered;
  return 1 / (1 + std::exp(-z));
}

std::vector<Suggestion> suggest(Session& session, std::string_view message, const SuggestOptions& options) {
  SearchOptions search_as = options.search;
  search_as.limit = std::max<std::size_t>(options.search.limit, 2) + options.except.size();
  Search search(session, Message{message, kOffered}, search_as);
  std::vector<Candidate> best = search.best();
  std::erase_if(best, [&](const Candidate& candidate) {
    return candidate.stage == Stage::kNone || std::ranges::find(options.except, candidate.item.id) != options.except.end();
  });
  const RankWeights& weights = search_as.weights;
  std::map<model::Kind, Comparison> comparisons;  // The message is weighed once a kind.
  std::vector<Suggestion> suggestions;
  for (std::size_t i = 0; i < best.size() && i < options.search.limit; ++i) {
    const Score& score = best[i].score;
    Evidence evidence;
    evidence.base = score.base;
    evidence.adjacency = part(score.adjacency, weights.adjacency);
    if (LearnedLane* const lane = session.learned(best[i].item.kind)) {
      evidence.share = lane->share();
      evidence.learned = part(score.learned, weights.learned * evidence.share);
    }
    // Of others than the first, how far they are behind it speaks against them.
    const double other = i == 0 ? (best.size() > 1 ? best[1].score.total() : 0) : best[0].score.total();
    evidence.gap = score.total() - other;
    comparisons.try_emplace(best[i].item.kind, session, best[i].item.kind, message)
        .first->second.compare(best[i].item.id, evidence);
    suggestions.push_back({best[i].item, score, evidence, confidence_of(evidence)});
  }
  return suggestions;
}

}  // namespace ckm::search
