#include <fmt/format.h>

#include <memory>

#include "base/interrupt.hh"
#include "cli/assignment.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/lines.hh"
#include "cli/refs.hh"
#include "cli/set_orders.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/fields.hh"
#include "store/governance.hh"
#include "store/person_edits.hh"
#include "store/said_values.hh"
#include "store/targets.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> words;
  std::string from;
  std::string message;
};

// What a person says of a ticket, which stands above its source.
bool set_ticket(Context& context, const store::Item& item, const std::vector<Assignment>& assignments,
                store::ChangeWriter& change) {
  store::Store& store = context.store();
  const auto target_of = [](const Assignment& a) { return store::find_target(a.field == kTagsField ? "tag" : a.field); };
  for (const Assignment& a : assignments) {
    if (target_of(a) == nullptr) {
      throw Error(
          Exit::kUsage, fmt::format("{}: a ticket has the {} that its source says", store::item_ref(store, item), a.typed),
          "of a ticket, category, queue, priority, language, tags, product and phase can be set here; change the rest in its "
          "source and import again");
    }
  }
  bool changed = false;
  const std::vector<std::string> had = store::said_values(store, item, *store::find_target("tag"));
  std::vector<std::string> tags = had;
  const Assignment* of_tags = nullptr;
  for (const Assignment& a : assignments) {
    const store::Target* const target = target_of(a);
    if (target->path) {
      changed |= store::edit_label(store, item, a.value, context.actor, change);
    } else if (target->list) {
      assign_tags(tags, a);
      of_tags = &a;
    } else {
      changed |= store::say_ticket_value(store, item, target->field, a.value, context.actor, change);
    }
  }
  if (of_tags == nullptr) return changed;
  // tags= takes a person's word back; where the last one is taken away by tags-= a person says that there is none.
  const bool is = of_tags->how == Assignment::How::kIs;
  if (!is && tags == had) return changed;
  const std::string kept = is && tags.empty() ? std::string() : store::list_to_column(tags);
  return store::say_ticket_value(store, item, "tag", kept, context.actor, change) || changed;
}

bool set_article(Context& context, const store::Item& item, const std::vector<Assignment>& assignments,
                 store::ChangeWriter& change) {
  const store::StoredArticle stored = *store::read_article(context.store(), item.id);
  const model::Article& before = stored.article;
  model::Article article = before;
  assign(article, assignments, stored.ref);
  // A title that was repaired on its way in, and is another now, has nothing that it came as.
  if (article.title != before.title) article.raw = store::completed(article, before).raw;
  store::need_may_become(context.store(), item, before, article, context.actor);  // Before anything is written.
  bool changed = false;
  for (const Assignment& a : assignments) {
    if (a.field != kCategoryField) continue;
    // A person's label, which counts above whatever source and rules say.
    changed |= store::edit_label(context.store(), item, a.value, context.actor, change);
    // What an article made here says itself is a person's word too.
    if (a.value.empty() && stored.source == model::kLocalSource) article.category.clear();
  }
  return store::edit_article(context.store(), item.id, std::move(article), change) || changed;
}

struct Sum {
  std::int64_t things = 0;
  std::int64_t changed = 0;
};

void carry_out(Context& context, const Order& order, store::ChangeWriter& change, SaidByLines& said, ChangedRows& rows,
               Sum& sum) {
  const bool line = !order.where.empty();
  for (const store::Item& item : need_items(context, order.refs)) {
    if (line) said.check(context.store(), item, order);
    const bool ticket = item.kind == model::Kind::kTicket;
    const bool changed =
        ticket ? set_ticket(context, item, order.assignments, change) : set_article(context, item, order.assignments, change);
    if (line) said.add(item, order);
    ++sum.things;
    if (!changed) continue;
    ++sum.changed;
    rows.add(store::item_ref(context.store(), item), item.kind, "changed");
  }
}

Exit set(Context& context, const Options& options) {
  std::vector<Order> orders;
  if (options.from.empty()) {
    auto [named, assignments] = parse_assignments(options.words);
    orders.push_back({{}, read_words(named), std::move(assignments), {}});
  } else {
    if (!options.words.empty()) throw Error(Exit::kUsage, "--from has all that is to be set", "leave out the other words");
    orders = read_orders(options.from);
  }
  store::Transaction transaction(context.store().db());
  store::ChangeWriter change(context.store(), context.author(options.message));
  BadLines bad(context);
  SaidByLines said;
  Sum sum;
  ChangedRows rows(context);
  for (const Order& order : orders) {
    try {
      if (order.mistake) throw Error(*order.mistake);
      carry_out(context, order, change, said, rows, sum);
    } catch (const Error& e) {
      const bool of_line =
          order.mistake || e.code() == Exit::kUsage || e.code() == Exit::kNotFound || e.code() == Exit::kConflict;
      if (order.where.empty() || !of_line) throw;
      bad.tell(order.where, e.what(), e.hint());
    }
    stop_if_interrupted();
  }
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
  const bool none = bad.any() && static_cast<std::size_t>(bad.count()) == orders.size();
  bad.sum_up(none ? "; nothing is set" : "; the others are set");
  if (!none) context.say(sum.changed == 0 ? "nothing to change" : fmt::format("changed {} of {}", sum.changed, sum.things));
  return bad.any() ? Exit::kInput : Exit::kDone;
}

}  // namespace

Run declare_set(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF FIELD=VALUE",
            .into = &options->words,
            .summary = "what to change, and how; - reads references from standard input",
            .fields = assignable_fields()});
  args.add({.name = "--from",
            .into = &options->from,
            .value = "FILE",
            .summary = "lines of REF TAB FIELD=VALUE; - is standard input",
            .filled = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return set(context, *options); }};
}

}  // namespace ckm::cli
