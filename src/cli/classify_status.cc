#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/number.hh"
#include "cli/classify.hh"
#include "cli/history_names.hh"
#include "cli/judging.hh"
#include "cli/printer.hh"
#include "learn/drift.hh"
#include "learn/predictor.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kMostRead = 20'000;  // The latest tickets that are compared.
constexpr std::int64_t kFewest = 30;        // Of fewer tickets nothing is concluded.
constexpr std::int64_t kFewestOfLabel = 5;  // Of fewer with a new label it is too early to learn that.
constexpr double kMoved = 0.25;             // Drift of the mix of labels.
constexpr double kUnlikely = 3;             // Standard deviations that are no chance.
constexpr double kMuch = 0.05;              // Of accuracy, or of what is refused.
constexpr double kMoreLabels = 0.2;         // Of the texts that were learned from.

struct Options {
  std::string since;
};

// What came since, held against what was learned from.
struct Period {
  std::int64_t tickets = 0;
  std::int64_t refused = 0;
  std::int64_t labelled = 0;                    // A person or the source says the field,
  std::int64_t right = 0;                       // and the classifier would have said the same.
  std::int64_t said = 0;                        // By people since the training, whenever the ticket came.
  std::map<std::string, std::int64_t> labels;   // What is said, else predicted.
  std::map<std::string, std::int64_t> unknown;  // Labels that the classifier doesn't know.
};

double figure(const store::StoredClassifier& stored, std::string_view name) {
  return parse_number(stored.figures.text(name)).value_or(0);
}

// The latest tickets that came since, newest first.
std::vector<std::int64_t> tickets_since(store::Store& store, const store::StoredClassifier& stored, std::optional<Time> since) {
  std::vector<std::int64_t> ids;
  std::int64_t after = since ? 0 : stored.last_ticket;
  for (;;) {
    const std::vector<std::int64_t> some = store::next_ids(store, model::Kind::kTicket, after, kMostRead);
    if (some.empty()) break;
    after = some.back();
    for (const std::int64_t id : some) {
      if (since) {
        const auto times = store::read_times(store, {model::Kind::kTicket, id});
        if (!times->created_at || *times->created_at < *since) continue;
      }
      ids.push_back(id);
    }
    stop_if_interrupted();
  }
  if (ids.size() > static_cast<std::size_t>(kMostRead)) ids.erase(ids.begin(), ids.end() - kMostRead);
  return ids;
}

Period read_period(store::Store& store, const Trained& trained, const store::Target& target, std::optional<Time> since) {
  Period period;
  learn::Predictor predictor(trained.classifier);
  const std::vector<std::string>& names = trained.names;
  const std::set<std::string> known(names.begin(), names.end());
  for (const std::int64_t id : tickets_since(store, trained.stored, since)) {
    const store::Item item{model::Kind::kTicket, id};
    const std::string text = store::asked_text(store, item);
    if (text.empty()) continue;
    ++period.tickets;
    const learn::Prediction prediction = predictor.predict(text);
    if (!prediction.known) ++period.refused;
    const std::string& label = names[prediction.label];
    const std::vector<std::string> said = store::said_values(store, item, target);
    for (const std::string& each : said) {
      if (!known.contains(each)) ++period.unknown[each];
      else ++period.labels[each];
    }
    if (said.empty() && prediction.known) ++period.labels[label];
    if (said.empty()) continue;
    ++period.labelled;
    if (std::ranges::find(said, label) != said.end()) ++period.right;
    stop_if_interrupted();
  }
  return period;
}

// The share of each label, then and now.
double drift_of(const Trained& trained, const Period& period) {
  const Value* counts = trained.stored.figures.find("labels");
  std::map<std::string, std::int64_t> learned;
  for (std::size_t i = 0; i < trained.names.size(); ++i) {
    const Value* count = counts == nullptr ? nullptr : counts->find(trained.classifier.labels[i]);
    learned[trained.names[i]] += count == nullptr || count->integer() == nullptr ? 0 : *count->integer();
  }
  std::vector<std::int64_t> then, now;
  std::int64_t before = 0, after = 0;
  for (const auto& [name, count] : learned) {
    then.push_back(count);
    const auto found = period.labels.find(name);
    now.push_back(found == period.labels.end() ? 0 : found->second);
    before += then.back();
    after += now.back();
  }
  return std::max(0.0, learn::stability_index(then, now) - learn::chance_index(then.size(), before, after));
}

std::vector<std::string> reasons_to_train(const Trained& trained, const Period& period, double drift) {
  const store::StoredClassifier& stored = trained.stored;
  std::vector<std::string> reasons;
  const double accuracy = figure(stored, "accuracy"), refused = figure(stored, "refused"), texts = figure(stored, "texts");
  if (period.labelled >= kFewest) {
    const double now = static_cast<double>(period.right) / static_cast<double>(period.labelled);
    if (now < accuracy - kMuch && -learn::deviations(accuracy, period.right, period.labelled) > kUnlikely)
      reasons.push_back(fmt::format("it agrees with people on {:.0f} %, and did on {:.0f} %", 100 * now, 100 * accuracy));
  }
  if (period.tickets >= kFewest) {
    const double now = static_cast<double>(period.refused) / static_cast<double>(period.tickets);
    if (now > refused + kMuch && learn::deviations(refused, period.refused, period.tickets) > kUnlikely)
      reasons.push_back(fmt::format("{:.0f} % are unlike what it learned, and {:.0f} % were", 100 * now, 100 * refused));
    if (drift > kMoved) reasons.push_back(fmt::format("the mix of labels moved (drift {:.2f})", drift));
  }
  std::vector<std::string> unknown;
  for (const auto& [label, count] : period.unknown) {
    if (count >= kFewestOfLabel) unknown.push_back(label);
  }
  if (!unknown.empty())
    reasons.push_back(
        fmt::format("it does not know {}", unknown.size() == 1 ? unknown.front() : fmt::format("{} labels", unknown.size())));
  if (const std::int64_t more = std::max(period.labelled, period.said); static_cast<double>(more) > kMoreLabels * texts)
    reasons.push_back(fmt::format("{} a label since", counted(more, "more ticket has", "more tickets have")));
  return reasons;
}

Exit status(Context& context, const Options& options) {
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  std::optional<Time> since;
  if (!options.since.empty()) since = need_start("--since", options.since);
  using Use = Column::Use;
  Printer out(context, "classify-status",
              {{"field", Use::kId},
               {"number", Use::kNumber},
               {"made_at"},
               {"texts", Use::kNumber},
               {"labels", Use::kNumber},
               {"accuracy", Use::kNumber},
               {"since", Use::kNumber},
               {"agree", Use::kNumber},
               {"refused_then", Use::kNumber},
               {"refused_now", Use::kNumber},
               {"drift", Use::kNumber},
               {"train"},
               {"why", Use::kText}});
  const auto share = [](std::int64_t part, std::int64_t whole) {
    return whole == 0 ? Value() : Value::decimal(static_cast<double>(part) / static_cast<double>(whole), 3);
  };
  const std::vector<store::StoredClassifier> all = store::read_classifiers(store);
  bool again = false;
  for (const store::StoredClassifier& stored : all) {
    const store::Target& target = need_target(stored.field);
    const auto trained = need_classifier(store, target);
    Period period = read_period(store, *trained, target, since);
    period.said = store::said_since(store, target, stored.made_at);
    const double drift = drift_of(*trained, period);
    const std::vector<std::string> reasons = reasons_to_train(*trained, period, drift);
    again = again || !reasons.empty();
    out.row({Value(stored.field), Value(stored.number), Value(format_time(stored.made_at)),
             Value(static_cast<std::int64_t>(figure(stored, "texts"))), Value(trained->classifier.labels.size()),
             Value::decimal(figure(stored, "accuracy"), 3), Value(period.tickets), share(period.right, period.labelled),
             Value::decimal(figure(stored, "refused"), 3), share(period.refused, period.tickets),
             period.tickets == 0 ? Value() : Value::decimal(drift, 3), Value(reasons.empty() ? "no" : "yes"),
             Value(fmt::format("{}", fmt::join(reasons, "; ")))});
  }
  out.finish();
  if (all.empty()) {
    context.say("nothing was learned yet: ckm classify train");
    return Exit::kNo;
  }
  context.say(again ? "it is time to train again: ckm classify train" : "what was learned still holds");
  return again ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_classify_status(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "--since",
            .into = &options->since,
            .value = "TIME",
            .summary = "compare with the tickets of this time, not with all that came since the training",
            .filled = true});
  return {[] { return Access::kRead; }, [options](Context& context) { return status(context, *options); }};
}

}  // namespace ckm::cli
