#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "cli/classify.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "learn/rules.hh"
#include "store/categories.hh"
#include "store/overview.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kExamples = 3;

struct Options {
  std::string rules;
  bool test = false;
};

struct Caught {
  std::int64_t first = 0;             // The rule decides,
  std::int64_t also = 0;              // or fires behind another one.
  std::int64_t agree = 0;             // Of those that it decides: a person or the source says the same, or something below it,
  std::int64_t differ = 0;            // or something else.
  std::vector<std::string> examples;  // Of those that differ.
};

std::string listed(const Value& rule, std::string_view name) {
  const Value* list = rule.find(name);
  std::string text;
  if (list == nullptr || list->array() == nullptr) return text;
  for (const Value& word : *list->array()) text += (text.empty() ? "" : ", ") + word.to_text();
  return text;
}

Exit list(Context& context, const std::vector<model::Category>& tree) {
  using Use = Column::Use;
  Printer out(context, "rules", {{"category", Use::kId}, {"any", Use::kText}, {"all", Use::kText}, {"regex", Use::kText}});
  for (const model::Category& category : tree) {
    if (category.rule.is_null()) continue;
    out.row({Value(category.path), Value(listed(category.rule, "any")), Value(listed(category.rule, "all")),
             Value(listed(category.rule, "regex"))});
  }
  out.finish();
  return Exit::kDone;
}

void try_on(Context& context, const learn::Rules& rules, const store::Item& item, std::map<std::string, Caught>& all) {
  store::Store& store = context.store();
  const auto text = store::read_search_text(store, item);
  const learn::Rules::Verdict fired = rules.judge(text->question + "\n" + text->answer);
  if (fired.path.empty()) return;
  if (const Value* also = fired.reason.find("also"); also != nullptr && also->array() != nullptr) {
    for (const Value& path : *also->array()) ++all[path.to_text()].also;
  }
  Caught& caught = all[fired.path];
  ++caught.first;
  const std::vector<std::string> said = store::said_values(store, item, *store::find_target("category"));
  if (said.empty()) return;
  if (model::within(said.front(), fired.path)) {
    ++caught.agree;
    return;
  }
  ++caught.differ;
  if (caught.examples.size() < kExamples) caught.examples.push_back(store::item_ref(store, item));
}

Exit test(Context& context, const std::vector<model::Category>& tree) {
  store::Store& store = context.store();
  const learn::Rules rules(tree);
  std::map<std::string, Caught> all;
  std::int64_t judged = 0;
  {
    const store::Snapshot snapshot(store.db());
    const auto total = static_cast<std::uint64_t>(store::count_items(store, model::Kind::kTicket) +
                                                  store::count_items(store, model::Kind::kFaq));
    ProgressLine progress("trying", "items", !context.quiet);
    for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
      store::for_each_item(store, kind, [&](std::int64_t id) {
        try_on(context, rules, {kind, id}, all);
        ++judged;
        progress.show(judged, static_cast<std::uint64_t>(judged), total);
        return interrupted() == 0;
      });
      stop_if_interrupted();
    }
  }
  using Use = Column::Use;
  Printer out(context, "rules-test",
              {{"category", Use::kId},
               {"caught", Use::kNumber},
               {"also", Use::kNumber},
               {"agree", Use::kNumber},
               {"differ", Use::kNumber},
               {"examples", Use::kText}});
  for (const model::Category& category : tree) {
    if (category.rule.is_null()) continue;
    const Caught& caught = all[category.path];
    const Value examples = Value::strings(caught.examples);
    out.row({Value(category.path), Value(caught.first), Value(caught.also), Value(caught.agree), Value(caught.differ),
             std::move(examples)});
  }
  out.finish();
  context.say(fmt::format("tried on {}; nothing was changed", counted(judged, "item")));
  return Exit::kDone;
}

Exit rules(Context& context, const Options& options) {
  const std::vector<model::Category> tree =
      options.rules.empty() ? store::read_categories(context.store()) : read_rules_file(options.rules);
  if (std::ranges::all_of(tree, [](const model::Category& category) { return category.rule.is_null(); }))
    throw Error(Exit::kNotFound, "the store has no rules", "try those of a file with: ckm classify rules --test --rules FILE");
  return options.test ? test(context, tree) : list(context, tree);
}

}  // namespace

Run declare_classify_rules(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "--test",
            .into = &options->test,
            .summary = "what each would catch, and where that differs from what people and sources say"});
  args.add({.name = "--rules",
            .into = &options->rules,
            .value = "FILE",
            .summary = "those of this file in the place of the store's; - is standard input",
            .filled = true});
  return {[] { return Access::kRead; }, [options](Context& context) { return rules(context, *options); }};
}

}  // namespace ckm::cli
