#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "base/counted.hh"
#include "cli/card.hh"
#include "cli/classify.hh"
#include "cli/judging.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "learn/train.hh"

namespace ckm::cli {
namespace {

constexpr std::uint64_t kSeed = 1;

struct Options {
  std::string field;
  std::string where;
};

// `texts`: how many there were; one of several labels is learned from for each of them.
Value figures_of(const learn::Classifier& classifier, std::int64_t texts, const std::map<std::string, std::int64_t>& labels) {
  const learn::TrainingFigures& figures = classifier.figures;
  Value value = Value::Object{};
  const bool all = figures.used == figures.given;
  value.set("texts", texts).set("used", all ? texts : std::min(texts, static_cast<std::int64_t>(figures.used)));
  value.set("judged", static_cast<std::int64_t>(figures.judged)).set("right", static_cast<std::int64_t>(figures.right));
  value.set("accuracy", Value::decimal(figures.accuracy, 4)).set("macro_f1", Value::decimal(figures.macro_f1, 4));
  value.set("calibration_error", Value::decimal(figures.calibration_error, 4)).set("covered", Value::decimal(figures.covered, 4));
  value.set("least_confidence", Value::decimal(figures.least_probability, 4)).set("refused", Value::decimal(figures.refused, 4));
  Value counts = Value::Object{};
  for (const auto& [label, count] : labels) counts.set(label, count);
  value.set("labels", std::move(counts));
  return value;
}

// All that print_object shows of it.
Value members_of(const store::StoredClassifier& stored, bool fresh) {
  Value value = Value::Object{};
  value.set("field", stored.field).set("number", stored.number).set("new", fresh).set("made_at", format_time(stored.made_at));
  value.set("where", stored.filter).set("seed", static_cast<std::int64_t>(stored.seed));
  value.set("fingerprint", hex(stored.fingerprint)).set("bytes", static_cast<std::int64_t>(stored.data.size()));
  for (const auto& [name, figure] : *stored.figures.object()) value.set(name, figure);
  return value;
}

std::int64_t stored_count(const store::StoredClassifier& stored, std::string_view name) {
  const Value* const count = stored.figures.find(name);
  return count == nullptr || count->integer() == nullptr ? 0 : *count->integer();
}

std::string card_of(const store::StoredClassifier& stored, const learn::Classifier& classifier) {
  const learn::TrainingFigures& figures = classifier.figures;
  Card card;
  card.heading(stored.field,
               fmt::format("classifier {}, of {} with {}", stored.number, counted(stored_count(stored, "texts"), "text"),
                           counted(static_cast<std::int64_t>(classifier.labels.size()), "label")));
  if (figures.used < figures.given) card.fact("used", fmt::format("{} of them, drawn evenly", stored_count(stored, "used")));
  if (figures.folds == 0) {
    card.fact("accuracy", "not known: there are too few texts to leave any out");
  } else {
    card.fact("accuracy", fmt::format("{:.3f} on texts that were left out of training", figures.accuracy));
    card.fact("macro F1", fmt::format("{:.3f}", figures.macro_f1));
    card.fact("confidence", fmt::format("off by {:.3f} on average", figures.calibration_error));
    card.fact("95 % right", surely_answered(figures.covered, figures.least_probability));
    card.fact("refused", fmt::format("{:.1f} % as none of the labels", 100 * figures.refused));
  }
  card.fact("data", fmt::format("{}, seed {}", hex(stored.fingerprint), stored.seed));
  return card.text();
}

// Where always saying the label that most texts have does as well, but for chance: the texts do not tell the labels apart.
void tell_hopeless(const Context& context, const learn::TrainingFigures& figures, std::int64_t texts,
                   const std::map<std::string, std::int64_t>& labels) {
  if (figures.folds == 0) return;
  const auto most = std::ranges::max_element(labels, {}, [](const auto& one) { return one.second; });
  const double share = static_cast<double>(most->second) / static_cast<double>(texts);
  const double deviation = std::sqrt(share * (1 - share) / static_cast<double>(std::max<std::uint64_t>(figures.judged, 1)));
  if (figures.accuracy > share + deviation) return;
  context.say(
      fmt::format("note: {} better than always saying {}, which is right of {:.1f} %: the texts hardly tell the labels apart",
                  figures.accuracy > share ? "hardly" : "no", most->first, 100 * share));
}

Exit train(Context& context, const Options& options) {
  store::Store& store = context.store();
  const store::Target& target = need_target(options.field);
  const std::uint64_t seed = context.seed.value_or(kSeed);
  learn::TrainingSet set(seed);
  std::map<std::string, std::int64_t> labels;
  std::int64_t texts = 0;
  store::StoredClassifier stored;
  {
    const store::Snapshot snapshot(store.db());
    for_each_labelled(context, target, options.where,
                      [&](const store::Item& item, const std::string& text, const std::vector<std::string>& said) {
                        const std::string ref = store::item_ref(store, item);
                        ++texts;
                        for (const std::string& label : said) {
                          set.add(ref, text, label);
                          ++labels[label];
                        }
                      });
    stored.last_ticket = store::last_ticket(store);
  }
  if (labels.size() < 2) {
    throw Error(
        Exit::kNotFound,
        labels.empty() ? fmt::format("of no ticket or FAQ anybody says the {}", target.field)
                       : fmt::format("all texts have the {} '{}'", target.field, labels.begin()->first),
        fmt::format("at least two are needed to tell them apart; say it with: ckm set REF {}=…, or import it", target.field));
  }
  learn::Classifier classifier;
  {
    ProgressLine progress("training", "steps", !context.quiet);
    classifier = learn::train(
        std::move(set), [&](std::size_t done, std::size_t all) { progress.show(static_cast<std::int64_t>(done), done, all); });
  }
  stored.field = target.field;
  stored.made_at = now();
  stored.filter = options.where;
  stored.seed = seed;
  stored.fingerprint = classifier.fingerprint;
  stored.figures = figures_of(classifier, texts, labels);
  stored.data = learn::encode(classifier);
  store::Transaction transaction(store.db());
  const bool fresh = store::write_classifier(store, stored);
  transaction.commit();
  print_object(context, "classify-train", members_of(stored, fresh), card_of(stored, classifier));
  tell_hopeless(context, classifier.figures, texts, labels);
  if (fresh) context.say("at work with the next: ckm classify apply");
  else context.say("nothing to learn is new: it is the classifier that was there");
  return Exit::kDone;
}

Exit drop(Context& context, const std::string& field) {
  store::Store& store = context.store();
  const store::Target& target = need_target(field);
  store::Transaction transaction(store.db());
  if (!store::drop_classifier(store, target.field)) need_classifier(store, target);  // Throws.
  index_now(context);
  transaction.commit();
  context.say(fmt::format("the classifier of {} is gone, and what it said", target.field));
  return Exit::kDone;
}

}  // namespace

Run declare_classify_train(Args& args) {
  const auto options = std::make_shared<Options>();
  add_field(args, options->field);
  args.add({.name = "--where",
            .into = &options->where,
            .value = "QUERY",
            .summary = "learn only from what a query lets through: 'source:desk created:2026'"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return train(context, *options); }};
}

Run declare_classify_drop(Args& args) {
  const auto field = std::make_shared<std::string>();
  add_field(args, *field);
  return {[] { return Access::kWrite; }, [field](Context& context) { return drop(context, *field); }};
}

}  // namespace ckm::cli
