#include <fmt/format.h>

#include <memory>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/toml.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "learn/rules.hh"
#include "store/categories.hh"
#include "store/labels.hh"
#include "store/overview.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kBatch = 5'000;
constexpr std::size_t kMostRules = std::size_t{16} << 20;

struct Options {
  std::string rules;
  bool explain = false;
  std::string message;
};

std::vector<model::Category> read_rules_file(const std::string& path) {
  FileSource file(path);
  PeekSource whole(file);
  const std::string name = input_name(path);
  return learn::read_rules(toml::parse(whole.peek(kMostRules), name), name);
}

void load_rules(Context& context, const Options& options) {
  const std::vector<model::Category> tree = read_rules_file(options.rules);
  const learn::Rules rules(tree);  // Refuses what can't be applied before anything is written.
  if (rules.empty()) {
    throw Error(Exit::kInput, fmt::format("{} has no rule", input_name(options.rules)),
                "give at least one category any = [\"word\", …], all or regex; nothing was changed");
  }
  store::Transaction transaction(context.store().db());
  store::ChangeWriter change(context.store(), context.author(options.message));
  const store::TreeUpdate update = store::write_categories(context.store(), tree, change);
  change.seal();
  transaction.commit();
  context.say(fmt::format("{}: {} added, {} changed", input_name(options.rules), counted(update.added, "category", "categories"),
                          update.changed));
}

// How many items are in each category, and who says so.
void print_counts(Context& context) {
  using Use = Column::Use;
  Printer out(context, "classify",
              {{"category", Use::kId},
               {"title", Use::kText},
               {"tickets", Use::kNumber},
               {"faq", Use::kNumber},
               {"by_person", Use::kNumber},
               {"by_source", Use::kNumber},
               {"by_rule", Use::kNumber}});
  for (const store::CategoryCount& count : store::count_categories(context.store())) {
    out.row({Value(count.path), Value(count.title), Value(count.tickets), Value(count.faq), Value(count.by_person),
             Value(count.by_source), Value(count.by_rule)});
  }
  out.finish();
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

// One row an item that has a category or that a rule catches.
void print_reasons(Context& context) {
  using Use = Column::Use;
  Printer out(context, "explain",
              {{"ref", Use::kId},
               {"category"},
               {"said_by"},
               {"rule"},
               {"found", Use::kText},
               {"also", Use::kText},
               {"title", Use::kText}});
  for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
    store::for_each_item(context.store(), kind, [&](std::int64_t id) {
      const store::Item item{kind, id};
      const store::EffectiveCategory category = store::effective_category(context.store(), item);
      const Value reason = store::rule_reason(context.store(), item);
      if (category.path.empty() && reason.is_null()) return true;
      const Value* rule = reason.find("rule");
      const Value* also = reason.find("also");
      std::string others;
      if (also != nullptr && also->array() != nullptr) {
        for (const Value& path : *also->array()) others += (others.empty() ? "" : ", ") + path.to_text();
      }
      const auto summary = store::read_summary(context.store(), item);
      out.row({Value(summary->ref), Value(category.path), Value(category.origin), rule != nullptr ? *rule : Value(),
               Value(joined(reason)), Value(others), Value(summary->title)});
      return interrupted() == 0;
    });
  }
  out.finish();
}

Exit apply(Context& context, const Options& options) {
  store::Store& store = context.store();
  if (!options.rules.empty()) load_rules(context, options);
  const learn::Rules rules(store::read_categories(store));
  if (rules.empty()) {
    throw Error(Exit::kNotFound, "the store has no rules", "load some with: ckm classify apply --rules FILE");
  }
  const auto judge = [&](const store::SearchText& text, Value& reason) {
    learn::Rules::Verdict verdict = rules.judge(text.question + "\n" + text.answer);
    reason = std::move(verdict.reason);
    return verdict.path;
  };
  const auto total =
      static_cast<std::uint64_t>(store::count_items(store, model::Kind::kTicket) + store::count_items(store, model::Kind::kFaq));
  store::Applied sum;
  {
    ProgressLine progress("classifying", "items", !context.quiet);
    for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
      std::int64_t after = 0;
      for (;;) {
        store::Transaction transaction(store.db());
        const store::Applied batch = store::apply_rules(store, kind, after, kBatch, judge);
        index_now(context);
        transaction.commit();
        store::let_others_write();
        sum.judged += batch.judged;
        sum.caught += batch.caught;
        sum.changed += batch.changed;
        progress.show(sum.judged, static_cast<std::uint64_t>(sum.judged), total);
        if (interrupted() != 0) throw Interrupted();
        if (batch.judged == 0) break;
      }
    }
  }
  if (options.explain) print_reasons(context);
  else print_counts(context);
  context.say(
      fmt::format("{} judged, {} caught by a rule, {} new or moved", counted(sum.judged, "item"), sum.caught, sum.changed));
  return Exit::kDone;
}

Run declare_apply(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "--rules",
            .into = &options->rules,
            .value = "FILE",
            .summary = "load the category tree and its rules from this TOML file first"});
  args.add({.name = "--explain", .into = &options->explain, .summary = "print for each item which rule fired and why"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why the rules changed, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return apply(context, *options); }};
}

}  // namespace

Run declare_classify(Args& args) {
  static constexpr std::array kSubcommands = {
      Subcommand{"apply", "Apply the rules to all tickets and FAQ", declare_apply},
  };
  return declare_subcommands(args, kSubcommands);
}

}  // namespace ckm::cli
