#include "cli/measuring.hh"

#include <algorithm>
#include <initializer_list>

#include "store/asked_log.hh"
#include "store/measures.hh"
#include "store/participants.hh"

namespace ckm::cli {

using insight::Measure;

std::vector<insight::Measured> measure_store(store::Store& store, const insight::MeasureOptions& options) {
  const auto wanted = [&](std::initializer_list<Measure> measures) {
    return std::ranges::any_of(options.measures,
                               [&](const auto* what) { return std::ranges::find(measures, what->measure) != measures.end(); });
  };
  const bool participation = wanted({Measure::kParticipation});
  const bool days = wanted({Measure::kTimeToValidated, Measure::kTimeToPublic});
  const bool log = wanted({Measure::kFound, Measure::kSelfService});
  const store::Snapshot snapshot(store.db());
  store::Participants people(store);
  insight::Measurer measurer(options, store::category_paths(store));
  std::vector<model::ArticleFact> articles;
  store::for_each_article_fact(store, days, [&](const model::ArticleFact& article) { articles.push_back(article); });
  measurer.articles(std::move(articles));
  measurer.attachments(store::read_attachments(store, people));
  if (participation || wanted({Measure::kLinkRate, Measure::kKnown})) {
    store::for_each_ticket_fact(store, options.span, {participation, options.by.category}, people,
                                [&](const model::TicketFact& ticket) { measurer.ticket(ticket); });
  }
  if (participation) store::for_each_deed(store, options.span, people, [&](const model::Deed& deed) { measurer.deed(deed); });
  if (log) {
    store::for_each_question(store, [&](const store::Asked& asked) {
      measurer.question({asked.at, asked.actor, asked.found > 0});
    });
  }
  return measurer.finish([&](std::int64_t person) { return people.name(person); });
}

}  // namespace ckm::cli
