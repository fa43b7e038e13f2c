#include <fmt/format.h>

#include <memory>

#include "base/counted.hh"
#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/reviews.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> refs;
  bool ok = false;
  bool not_ok = false;
  std::string note;
  std::string next;
  std::string message;
};

Value time_or_null(const std::optional<Time>& time) { return time ? Value(format_time(*time)) : Value(); }

std::string verdict_of(const store::Review& review) { return review.ok ? "ok" : "not ok"; }

Exit list(Context& context, const std::vector<store::Item>& items) {
  using Use = Column::Use;
  store::Store& store = context.store();
  Printer out(context, "reviews",
              {{"ref", Use::kId}, {"verdict"}, {"at"}, {"actor"}, {"next", Use::kHidden}, {"note", Use::kText}});
  bool any = false;
  for (const store::Item& item : items) {
    const std::string ref = store::item_ref(store, item);
    for (const store::Review& review : store::reviews_of(store, item.id)) {
      any = true;
      out.row({Value(ref), Value(verdict_of(review)), Value(format_time(review.at)), Value(review.actor),
               time_or_null(review.next), Value(review.note)});
    }
  }
  out.finish();
  for (const store::Item& item : items) {
    if (const auto due = store::due_at(store, item.id))
      context.say(fmt::format("{} is to be checked {} {}", store::item_ref(store, item), *due <= now() ? "since" : "by",
                              format_day(*due)));
  }
  return any ? Exit::kDone : Exit::kNo;
}

// What a verdict says of an article is its state, where that says something else. Returns whether it did.
bool set_state(Context& context, const store::Item& item, bool ok, store::ChangeWriter& change) {
  store::Store& store = context.store();
  const model::Article before = store::read_article(store, item.id)->article;
  model::Article after = before;
  if (ok) after.confidence = "validated";
  else if (before.confidence == "validated") after.confidence = "not-validated";
  store::need_may_become(store, item, before, after, context.actor);
  return store::edit_article(store, item.id, std::move(after), change);
}

Exit review(Context& context, const Options& options) {
  store::Store& store = context.store();
  const bool verdict = options.ok || options.not_ok;
  if (!verdict && !(options.note.empty() && options.next.empty() && options.message.empty()))
    throw Error(Exit::kUsage, "--ok or --not-ok is required", "for example: ckm review faq:12 --ok --note 'asked billing'");
  if (options.not_ok && !options.next.empty())
    throw Error(Exit::kUsage, "--next goes with --ok", "what is not ok is to be mended now: ckm check --due lists it");
  std::optional<Time> next;
  if (!options.next.empty()) next = need_start("--next", options.next);
  if (next && *next <= now())
    throw Error(Exit::kUsage, fmt::format("--next: {} is no later time", options.next), "write a day to come");
  const std::vector<std::string> refs = read_words(options.refs);
  std::optional<store::Transaction> transaction;
  if (verdict) transaction.emplace(store.db());
  const std::vector<store::Item> items = need_items(context, refs);
  for (const store::Item& item : items) {
    if (!model::info(item.kind).article)
      throw Error(Exit::kUsage, fmt::format("{} is no article", store::item_ref(store, item)),
                  "name a FAQ, a case or a document");
  }
  if (!verdict) return list(context, items);
  store::ChangeWriter change(store, context.author(options.message));
  std::vector<std::string> moved;
  for (const store::Item& item : items) {
    if (set_state(context, item, options.ok, change)) moved.push_back(store::item_ref(store, item));
    store::record_review(store, item, {options.ok, options.note, next, now(), context.actor}, change);
  }
  change.seal();
  index_now(context);
  transaction->commit();
  if (items.empty()) context.say("nothing to record");
  else context.say(fmt::format("recorded for {}", counted(static_cast<std::int64_t>(items.size()), "article")));
  for (const std::string& ref : moved)
    context.say(fmt::format("{} is {}", ref, options.ok ? "validated now" : "not-validated now: mend it with: ckm edit " + ref));
  return Exit::kDone;
}

}  // namespace

Run declare_review(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF",
            .into = &options->refs,
            .summary = "articles, such as faq:12; - reads references from standard input",
            .needed = true});
  args.add({.name = "--ok", .into = &options->ok, .summary = "it was checked, and holds: it is validated"});
  args.add({.name = "--not-ok",
            .into = &options->not_ok,
            .summary = "it was checked, and does not: nobody is to rely on it",
            .excludes = "--ok"});
  args.add({.name = "--note", .into = &options->note, .value = "TEXT", .summary = "what was found, or asked of whom"});
  args.add({.name = "--next",
            .into = &options->next,
            .value = "DAY",
            .summary = "when to check it again; else as its category says",
            .filled = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[options] { return options->ok || options->not_ok ? Access::kWrite : Access::kRead; },
          [options](Context& context) { return review(context, *options); }};
}

}  // namespace ckm::cli
