#include <fmt/format.h>

#include <memory>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/number.hh"
#include "base/toml.hh"
#include "cli/classify.hh"
#include "cli/judging.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "learn/rules.hh"
#include "store/categories.hh"
#include "store/labels.hh"
#include "store/predictions.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kBatch = 5'000;
constexpr std::size_t kMostRules = std::size_t{16} << 20;

struct Options {
  std::string rules;
  std::string least;
  bool only_new = false;
  bool explain = false;
  std::string message;
};

void load_rules(Context& context, const Options& options) {
  const std::vector<model::Category> tree = read_rules_file(options.rules);
  store::Transaction transaction(context.store().db());
  store::ChangeWriter change(context.store(), context.author(options.message));
  const store::TreeUpdate update = store::write_categories(context.store(), tree, change);
  change.seal();
  transaction.commit();
  context.say(fmt::format("{}: {} added, {} changed", input_name(options.rules), counted(update.added, "category", "categories"),
                          update.changed));
}

// How many items are in each category, and who says so; of empty ones only those that a rule may fill.
void print_counts(Context& context) {
  using Use = Column::Use;
  Printer out(context, "classify",
              {{"category", Use::kId},
               {"title", Use::kText},
               {"tickets", Use::kNumber},
               {"faq", Use::kNumber},
               {"by_person", Use::kNumber},
               {"by_source", Use::kNumber},
               {"by_rule", Use::kNumber},
               {"by_model", Use::kNumber}});
  std::int64_t empty = 0;
  for (const store::CategoryCount& count : store::count_categories(context.store())) {
    if (count.tickets == 0 && count.faq == 0 && !count.rule) {
      ++empty;
      continue;
    }
    out.row({Value(count.path), Value(count.title), Value(count.tickets), Value(count.faq), Value(count.by_person),
             Value(count.by_source), Value(count.by_rule), Value(count.by_model)});
  }
  out.finish();
  if (empty > 0)
    context.say(fmt::format("{} with neither items nor a rule left out; the tree: ckm category list",
                            counted(empty, "category", "categories")));
}

std::string joined(const Value& reason) {
  std::string words;
  for (const char* list : {"any", "all", "regex"}) {
    const Value* found = reason.find(list);
    if (found == nullptr || found->array() == nullptr) continue;
    for (const Value& word : *found->array()) words += (words.empty() ? "" : ", ") + word.to_text();
  }
  return words;
}

std::string others_of(const Value& reason) {
  std::string others;
  if (const Value* second = reason.find("second")) others = second->to_text();
  const Value* also = reason.find("also");
  if (also == nullptr || also->array() == nullptr) return others;
  for (const Value& path : *also->array()) others += (others.empty() ? "" : ", ") + path.to_text();
  return others;
}

// One row an item that has a category or that a rule catches.
void print_reasons(Context& context) {
  using Use = Column::Use;
  store::Store& store = context.store();
  const store::Target& target = *store::find_target("category");
  Printer out(context, "explain",
              {{"ref", Use::kId},
               {"category"},
               {"said_by"},
               {"confidence", Use::kNumber},
               {"rule"},
               {"found", Use::kText},
               {"also", Use::kText},
               {"title", Use::kText}});
  for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
    store::for_each_item(store, kind, [&](std::int64_t id) {
      const store::Item item{kind, id};
      const store::EffectiveCategory category = store::effective_category(store, item);
      const auto verdict = store::read_verdict(store, item, target);
      const bool told = verdict && verdict->sure;
      if (category.path.empty() && !told) return true;
      const Value reason = told ? verdict->reason : Value();
      const Value* rule = reason.find("rule");
      const Value confidence = told ? Value::decimal(verdict->confidence, 3) : Value();
      const auto summary = store::read_summary(store, item);
      out.row({Value(summary->ref), Value(category.path), Value(category.origin), confidence, rule != nullptr ? *rule : Value(),
               Value(joined(reason)), Value(others_of(reason)), Value(summary->title)});
      return interrupted() == 0;
    });
  }
  out.finish();
}

// How probable a classifier has to be right.
double need_least(const Context& context, const std::string& typed) {
  if (typed.empty()) return context.settings.number("classify.least");
  const auto least = parse_number(typed);
  if (!least || *least < 0 || *least > 1)
    throw Error(Exit::kUsage, fmt::format("--min-confidence: '{}' is no probability", typed), "write a number from 0 to 1");
  return *least;
}

void tell_fields(const Context& context, const Judges::Sum& sum) {
  for (const auto& [field, of] : sum.fields)
    context.say(fmt::format("{}: {} by the classifier, {} in doubt", field, counted(of.sure, "item"), of.doubts));
}

Exit apply(Context& context, const Options& options) {
  store::Store& store = context.store();
  const double least = need_least(context, options.least);
  if (!options.rules.empty()) load_rules(context, options);
  std::optional<Judges> judges;
  Judges::Sum sum;
  {
    store::Transaction transaction(store.db());
    judges.emplace(store, least);
    const bool others = store::judged_with(store) != judges->name();
    if (options.only_new && !others && store::count_to_judge(store) == 0) {
      context.say("nothing is new");
      return Exit::kDone;
    }
    judges->load();
    if (!options.only_new || others) store::judge_all(store, judges->name());
    transaction.commit();
  }
  {
    const auto total = static_cast<std::uint64_t>(store::count_to_judge(store));
    ProgressLine progress("classifying", "items", !context.quiet);
    for (;;) {
      store::Transaction transaction(store.db());
      if (store::judged_with(store) != judges->name()) {
        throw Error(Exit::kConflict, "another ckm classify apply began meanwhile, with other rules or classifiers",
                    "what it leaves is judged by: ckm classify apply --new");
      }
      const std::vector<store::Item> batch = store::to_judge(store, kBatch);
      judges->judge(batch, sum);
      store::note_judged(store, batch);
      index_now(context);
      transaction.commit();
      if (batch.empty()) break;
      store::let_others_write();
      progress.show(sum.judged, static_cast<std::uint64_t>(sum.judged), total);
      stop_if_interrupted();
    }
  }
  if (options.only_new && sum.judged == 0) {
    context.say("nothing is new");
    return Exit::kDone;
  }
  if (options.explain) print_reasons(context);
  else print_counts(context);
  context.say(
      fmt::format("{} judged, {} caught by a rule, {} new or moved", counted(sum.judged, "item"), sum.caught, sum.changed));
  tell_fields(context, sum);
  return Exit::kDone;
}

}  // namespace

std::vector<model::Category> read_rules_file(const std::string& path) {
  FileSource file(path);
  PeekSource whole(file);
  const std::string name = input_name(path);
  std::vector<model::Category> tree = learn::read_rules(toml::parse(whole.peek(kMostRules), name), name);
  const learn::Rules rules(tree);  // Refuses what can't be applied before anything is written.
  if (rules.empty()) {
    throw Error(Exit::kInput, fmt::format("{} has no rule", name),
                "give at least one category any = [\"word\", …], all or regex; nothing was changed");
  }
  return tree;
}

Run declare_classify_apply(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "--rules",
            .into = &options->rules,
            .value = "FILE",
            .summary = "load the category tree and its rules from this TOML file first"});
  args.add({.name = "--new",
            .into = &options->only_new,
            .summary = "only what is new or was changed, and everything where rules or a classifier were"});
  args.add({.name = "--min-confidence",
            .into = &options->least,
            .value = "P",
            .summary = "how probable it has to be that a classifier is right (0.5)",
            .filled = true});
  args.add({.name = "--explain", .into = &options->explain, .summary = "print for each item what it is, by whom, and why"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why the rules changed, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return apply(context, *options); }};
}

}  // namespace ckm::cli
