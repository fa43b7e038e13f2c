#include "cli/gaps.hh"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/interrupt.hh"
#include "cli/progress.hh"
#include "learn/duplicate.hh"
#include "search/suggest.hh"
#include "store/articles.hh"
#include "store/asked_log.hh"
#include "store/tickets.hh"
#include "store/topic_volumes.hh"
#include "store/topics.hh"
#include "store/uses.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kTypical = 12;  // Tickets of a topic that are asked.
constexpr std::size_t kSuggested = 5;
constexpr double kAnswered = 0.5;

class Finder {
 public:
  Finder(Context& context, const GapSearch& search) : context_(context), search_(search), session_(context.store()) {
    suggest_as_.search.weights = context.settings.weights();
    suggest_as_.search.synonyms = read_synonyms(context.db);
    suggest_as_.search.limit = kSuggested;
  }

  FoundGaps find() {
    topics();
    queries();
    std::ranges::stable_sort(out_.gaps, [](const Gap& a, const Gap& b) {
      return std::tuple(-a.volume, -a.replies) < std::tuple(-b.volume, -b.replies);
    });
    return std::move(out_);
  }

 private:
  struct Answer {
    bool validated = false;  // With enough confidence.
    std::optional<store::Item> nearest;
    double confidence = 0;
  };

  Answer ask(std::string_view message) {
    Answer answer;
    if (!text::has_words(message)) return answer;
    for (const search::Suggestion& one : search::suggest(session_, message, suggest_as_)) {
      if (!answer.nearest) {
        answer.nearest = one.item;
        answer.confidence = one.confidence;
      }
      if (one.confidence < search_.least) break;
      answer.validated = store::read_rank_facts(context_.store(), one.item)->confidence == "validated";
      if (answer.validated) break;
    }
    return answer;
  }

  void topics() {
    store::Store& store = context_.store();
    const auto run = store::find_topic_run(store, "", "");
    if (!run) return;
    out_.sought = true;
    out_.behind = store::tickets_behind(store, run->id);
    const std::vector<store::TopicVolume> volumes = store::read_topic_volumes(store, run->id, search_.since);
    ProgressLine progress("looking at topics", "topics", !context_.quiet);
    for (const store::TopicVolume& volume : volumes) {
      ++out_.topics;
      progress.show(static_cast<std::int64_t>(out_.topics), out_.topics, volumes.size());
      if (auto gap = topic(volume)) out_.gaps.push_back(std::move(*gap));
      stop_if_interrupted();
    }
  }

  std::optional<Gap> topic(const store::TopicVolume& volume) {
    store::Store& store = context_.store();
    Gap gap{volume.topic, store::find_topic(store, volume.topic)->name, volume.tickets, volume.replies, 0, {}, 0, {}};
    gap.tickets = store::typical_tickets(store, volume.topic, search_.since, kTypical);
    std::map<std::pair<model::Kind, std::int64_t>, std::pair<std::int64_t, double>> near;  // How often, and how surely.
    std::int64_t answered = 0;
    for (const std::int64_t id : gap.tickets) {
      const Answer answer = ask(store::customer_wording(store::read_ticket(store, id)->ticket));
      if (answer.validated || store::solved_by_validated(store, id)) ++answered;
      if (!answer.nearest) continue;
      auto& [times, confidence] = near[{answer.nearest->kind, answer.nearest->id}];
      ++times;
      confidence = std::max(confidence, answer.confidence);
    }
    gap.answered = static_cast<double>(answered) / static_cast<double>(std::max<std::size_t>(gap.tickets.size(), 1));
    if (gap.answered >= kAnswered) return std::nullopt;
    const auto most = std::ranges::max_element(near, {}, [](const auto& one) { return one.second; });
    if (most != near.end()) {
      gap.nearest = store::Item{most->first.first, most->first.second};
      gap.confidence = most->second.second;
    }
    return gap;
  }

  void queries() {
    struct Missed {
      std::string text;
      std::int64_t times = 0;
    };
    std::map<std::string, Missed> missed;  // By the key.
    store::for_each_question(context_.store(), [&](const store::Asked& asked) {
      if (asked.found > 0 || asked.filtered || asked.at < search_.since) return;
      const std::string key = learn::DuplicateTexts::key(asked.text);
      if (key.empty()) return;
      Missed& one = missed[key];
      one.text = asked.text;
      ++one.times;
    });
    for (const auto& [key, one] : missed) {
      ++out_.queries;
      const Answer answer = ask(one.text);
      if (answer.validated) continue;
      out_.gaps.push_back({0, one.text, one.times, 0, 0, answer.nearest, answer.confidence, {}});
      stop_if_interrupted();
    }
  }

  Context& context_;
  const GapSearch& search_;
  search::Session session_;
  search::SuggestOptions suggest_as_;
  FoundGaps out_;
};

}  // namespace

FoundGaps find_gaps(Context& context, const GapSearch& search) { return Finder(context, search).find(); }

}  // namespace ckm::cli
