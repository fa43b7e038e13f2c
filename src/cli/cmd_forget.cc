#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <memory>

#include "base/age.hh"
#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/out_file.hh"
#include "cli/declare.hh"
#include "cli/forget_clean.hh"
#include "cli/forget_learned.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "search/names.hh"
#include "store/forget.hh"
#include "store/forgotten.hh"
#include "store/governance.hh"
#include "store/wipe.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> words;
  bool due = false;
  bool dry_run = false;
  bool yes = false;
  std::string message;
};

constexpr std::int64_t kBatch = 10'000;  // Tickets of a transaction.

void plan_word(store::Store& store, const std::string& word, store::ForgetPlan& plan) {
  const auto ref = model::parse_ref(word);
  if (ref && (ref->kind == model::Kind::kPerson || ref->kind == model::Kind::kCustomer)) {
    store::plan_somebody(store, *ref, word, plan);
  } else if (ref && model::info(ref->kind).searchable) {
    auto known = store::find_known(store, *ref);
    if (!known || !known->item) store::tell_forgotten(store, *ref, word);
    if (!known) store::need_item(store, word);  // Throws.
    plan.add(*std::move(known));
  } else if (word.find('@') != std::string::npos) {
    if (!store::plan_address(store, word, plan))
      throw Error(Exit::kNotFound, fmt::format("nobody has the address {}", word), "find who it was with: ckm query WORDS");
  } else {
    throw Error(Exit::kUsage, fmt::format("'{}' is neither a reference nor an address", word),
                "name it like faq:12, ticket:desk/T-1001, customer:5 or anna@example.org");
  }
}

store::ForgetPlan plan_words(Context& context, const std::vector<std::string>& words) {
  store::ForgetPlan plan;
  for (const std::string& word : words) plan_word(context.store(), word, plan);
  store::plan_tickets(context.store(), plan);
  for (const store::Known& known : plan.things) {
    if (known.item) store::need_may_change(context.store(), *known.item, context.actor);
  }
  return plan;
}

std::string summary(const store::ForgetPlan& plan) {
  std::int64_t tickets = 0;
  for (const store::Known& known : plan.things) tickets += known.kind == model::Kind::kTicket ? 1 : 0;
  const auto articles = static_cast<std::int64_t>(plan.things.size()) - tickets;
  std::string text;
  const auto add = [&](std::int64_t n, std::string_view one, std::string_view many) {
    if (n > 0) text += (text.empty() ? "" : ", ") + counted(n, one, many);
  };
  add(articles, "article", "articles");
  add(tickets, "ticket", "tickets");
  add(static_cast<std::int64_t>(plan.customers.size()), "customer", "customers");
  add(static_cast<std::int64_t>(plan.people.size()), "person of the team", "people of the team");
  return text;
}

// What it is shown only where nothing is erased: it would stand in whatever keeps the output.
class Rows {
 public:
  Rows(const Context& context, bool dry)
      : table_(context.format == Format::kTable),
        ids_(context.format == Format::kIds),
        dry_(dry),
        out_(context, "forget",
             {{"ref", Column::Use::kId}, {"kind"}, {"texts", Column::Use::kNumber}, {"what", Column::Use::kText}}) {}
  void add(const std::vector<store::ForgetRow>& rows) {
    if (table_ && !dry_) return;
    for (const store::ForgetRow& row : rows) add(row.ref, model::info(row.kind).name, row.texts, row.what);
  }
  void add(const std::string& ref, std::string_view kind, std::int64_t texts, const std::string& what = {}) {
    if ((table_ && !dry_) || (ids_ && ref.empty())) return;
    out_.row({Value(ref), Value(kind), Value(texts), Value(dry_ ? what : std::string())});
  }
  void finish() {
    if (!table_ || dry_) out_.finish();
  }

 private:
  bool table_, ids_, dry_;
  Printer out_;
};

bool confirm(const Context& context, const std::string& what) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) {
    throw Error(Exit::kUsage, fmt::format("erasing {} can't be taken back", what), "look first with --dry-run, then say --yes");
  }
  context.warn(fmt::format("Erase {} for good? It can't be taken back. [y/N]", what));
  std::string answer;
  return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

void tell_drafted(const Context& context, const std::vector<std::string>& refs) {
  if (refs.empty()) return;
  context.say(fmt::format("note: {} drafted from what is forgotten and {}: {}",
                          refs.size() == 1 ? "an article was" : "articles were", refs.size() == 1 ? "stays" : "stay",
                          first_few(refs)));
}

Exit forget(Context& context, const Options& options) {
  store::Store& store = context.store();
  const std::vector<std::string> words = read_words(options.words);
  if (options.dry_run) {
    const store::Snapshot snapshot(store.db());
    const store::ForgetPlan plan = plan_words(context, words);
    Rows rows(context, true);
    rows.add(store::describe(store, plan));
    rows.finish();
    tell_drafted(context, store::drafted_from(store, plan));
    return plan.empty() ? Exit::kNo : Exit::kDone;
  }
  if (words.empty()) {
    context.say("nothing was named");
    return Exit::kNo;
  }
  if (!options.yes && !confirm(context, summary(plan_words(context, words)))) {
    context.say("nothing was erased");
    return Exit::kNo;
  }
  store::overwrite_deleted(store);
  take_all_asked(context);
  store::Transaction transaction(store.db());
  const store::ForgetPlan plan = plan_words(context, words);
  const std::vector<store::ForgetRow> erased = store::describe(store, plan);
  const std::vector<std::string> drafted = store::drafted_from(store, plan);
  store::ChangeWriter change(store, context.author(options.message.empty() ? summary(plan) : options.message));
  change.begin();
  const search::NameFinder names(store::names_of(store, plan));
  const std::size_t learned = forget_learned(context, store, learned_names(store, plan));
  store::forget_things(store, plan.things, change);
  store::forget_parties(store, plan, change);
  const std::int64_t asked = names.any() ? store::forget_asked(store, [&](std::string_view text) { return names.in(text); }) : 0;
  change.seal();
  store::note_unwiped(store);
  index_now(context);
  transaction.commit();
  Rows rows(context, false);
  rows.add(erased);
  rows.finish();
  std::int64_t texts = asked;
  for (const store::ForgetRow& row : erased) texts += row.texts;
  clean_up(context);
  context.say(fmt::format("forgot {}: {} erased", summary(plan), counted(texts, "text")));
  if (asked > 0) context.say(fmt::format("{} named them", counted(asked, "query that was asked", "queries that were asked")));
  tell_learned(context, learned);
  tell_drafted(context, drafted);
  tell_copies(context);
  return Exit::kDone;
}

// Tickets in transactions of their own: whoever waits to write has a turn between them, and one that is killed goes on where it
// was.
std::int64_t forget_due_tickets(Context& context, const Options& options, Time limit, Rows& rows, std::size_t& learned) {
  store::Store& store = context.store();
  const bool cited = context.settings.text("keep.cited") == "off";
  ProgressLine progress("forgetting", "tickets", !context.quiet);
  std::int64_t done = 0;
  for (std::int64_t after = 0;;) {
    stop_if_interrupted();
    std::optional<store::Transaction> transaction;
    if (!options.dry_run) transaction.emplace(store.db());
    store::ForgetPlan plan;
    for (store::Known& known : store::due_tickets(store, limit, cited, after, kBatch)) plan.add(std::move(known));
    if (plan.empty()) return done;
    after = plan.things.back().item->id;
    if (options.dry_run || context.format != Format::kTable) rows.add(store::describe(store, plan));
    done += static_cast<std::int64_t>(plan.things.size());
    progress.show(done, 0, 0);
    if (!transaction) continue;
    store::ChangeWriter change(
        store, context.author(options.message.empty() ? summary(plan) + ", as keep.tickets says" : options.message));
    change.begin();
    learned += forget_learned(context, store, learned_names(store, plan));
    store::forget_things(store, plan.things, change);
    change.seal();
    store::note_unwiped(store);
    index_now(context);
    transaction->commit();
    store::let_others_write();
  }
}

Exit forget_due(Context& context, const Options& options) {
  store::Store& store = context.store();
  const auto tickets_since = parse_age(context.settings.text("keep.tickets"), now());
  const auto images_since = parse_age(context.settings.text("keep.before"), now());
  const Time asked_since = now() - static_cast<Time>(context.settings.number("query.log_days")) * kDay;
  if (!options.dry_run) store::overwrite_deleted(store);
  Rows rows(context, options.dry_run);
  std::size_t learned = 0;
  const std::int64_t tickets = tickets_since ? forget_due_tickets(context, options, *tickets_since, rows, learned) : 0;
  std::int64_t images = images_since ? store::images_before(store, *images_since) : 0;
  std::int64_t asked = store::asked_before(store, asked_since);
  if (!options.dry_run && images + asked > 0) {
    store::Transaction transaction(store.db());
    if (images_since) images = store::forget_images_before(store, *images_since);
    asked = store::forget_asked_before(store, asked_since);
    store::note_unwiped(store);
    transaction.commit();
  }
  if (images > 0) rows.add("", "before-images", images);
  if (asked > 0) rows.add("", "queries", asked);
  rows.finish();
  if (!options.dry_run && store::is_unwiped(store)) clean_up(context);
  if (tickets + images + asked == 0) {
    context.say(tickets_since || images_since ? "nothing is due" : "nothing is due: neither keep.tickets nor keep.before is set");
    return Exit::kNo;
  }
  std::string told;
  const auto add = [&](std::int64_t n, std::string_view one, std::string_view many) {
    if (n > 0) told += (told.empty() ? "" : ", ") + counted(n, one, many);
  };
  add(tickets, "ticket", "tickets");
  add(images, "before-image", "before-images");
  add(asked, "query", "queries");
  context.say(fmt::format("{} {}", options.dry_run ? "due:" : "forgot", told));
  tell_learned(context, learned);
  if (!options.dry_run) tell_copies(context);
  return Exit::kDone;
}

// What a command that was killed, or kept from it by a reader, has left to do.
Exit go_on(Context& context) {
  if (!store::is_unwiped(context.store())) {
    context.say("nothing was named, and nothing is left to do");
    return Exit::kNo;
  }
  store::overwrite_deleted(context.store());
  clean_up(context);
  context.say("finished: no page of the file holds what was erased");
  return Exit::kDone;
}

}  // namespace

Run declare_forget(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "WHAT",
            .into = &options->words,
            .summary = "references of articles, tickets, people and customers, or addresses; - reads them from standard input"});
  args.add({.name = "--due",
            .into = &options->due,
            .summary = "what the settings keep.tickets, keep.before and query.log_days let go"});
  args.add({.name = "--dry-run", .into = &options->dry_run, .summary = "list what would be erased, and erase nothing"});
  args.add({.name = "--yes", .into = &options->yes, .summary = "without asking"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history; it stays"});
  return {[options] { return options->dry_run ? Access::kRead : Access::kWrite; },
          [options](Context& context) {
            if (options->due && !options->words.empty())
              throw Error(Exit::kUsage, "--due takes no WHAT", "what is due the settings say: ckm help settings");
            if (options->due) return forget_due(context, *options);
            if (!options->words.empty()) return forget(context, *options);
            if (options->dry_run) throw Error(Exit::kUsage, "--dry-run of what?", "name what is to be forgotten, or say --due");
            return go_on(context);
          }};
}

}  // namespace ckm::cli
