#include <fmt/format.h>

#include <memory>

#include "cli/assignment.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/person_edits.hh"

namespace ckm::cli {
namespace {

bool set_ticket(Context& context, const store::Item& item, const std::vector<Assignment>& assignments,
                store::ChangeWriter& change) {
  bool changed = false;
  for (const Assignment& a : assignments) {
    if (a.field != kCategoryField) {
      throw Error(Exit::kUsage,
                  fmt::format("{}: a ticket has the {} that its source says", store::item_ref(context.store(), item), a.typed),
                  "of a ticket, only category can be set here; change the rest in its source and import again");
    }
    changed |= store::edit_label(context.store(), item, a.value, context.actor, change);
  }
  return changed;
}

bool set_article(Context& context, const store::Item& item, const std::vector<Assignment>& assignments,
                 store::ChangeWriter& change) {
  const store::StoredArticle stored = *store::read_article(context.store(), item.id);
  const model::Article& before = stored.article;
  model::Article article = before;
  bool changed = false;
  for (const Assignment& a : assignments) {
    if (a.field != kCategoryField) continue;
    // A person's label, which counts above whatever source and rules say.
    changed |= store::edit_label(context.store(), item, a.value, context.actor, change);
    // What an article made here says itself is a person's word too.
    if (a.value.empty() && stored.source == model::kLocalSource) article.category.clear();
  }
  assign(article, assignments, stored.ref);
  // A title that was repaired on its way in, and is another now, has nothing that it came as.
  if (article.title != before.title) article.raw = store::completed(article, before).raw;
  store::need_may_become(context.store(), item, before, article, context.actor);
  return store::edit_article(context.store(), item.id, std::move(article), change) || changed;
}

Exit set(Context& context, const std::vector<std::string>& words, const std::string& message) {
  const auto [named, assignments] = parse_assignments(words);
  const std::vector<std::string> refs = read_words(named);
  store::Transaction transaction(context.store().db());
  const std::vector<store::Item> items = need_items(context, refs);
  store::ChangeWriter change(context.store(), context.author(message));
  std::int64_t changed = 0;
  ChangedRows rows(context);
  for (const store::Item& item : items) {
    const bool ticket = item.kind == model::Kind::kTicket;
    if (!(ticket ? set_ticket(context, item, assignments, change) : set_article(context, item, assignments, change))) continue;
    ++changed;
    rows.add(store::item_ref(context.store(), item), item.kind, "changed");
  }
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
  context.say(changed == 0 ? "nothing to change" : fmt::format("changed {} of {}", changed, items.size()));
  return Exit::kDone;
}

}  // namespace

Run declare_set(Args& args) {
  struct Options {
    std::vector<std::string> words;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF FIELD=VALUE",
            .into = &options->words,
            .summary = "what to change, and how; - reads references from standard input",
            .needed = true,
            .fields = assignable_fields()});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return set(context, options->words, options->message); }};
}

}  // namespace ckm::cli
