#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "cli/bundle.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/forget_clean.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "formats/gzip_source.hh"
#include "store/governance.hh"
#include "store/merge.hh"
#include "store/run_list.hh"
#include "store/tie_links.hh"
#include "store/wipe.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> words;
  bool resolve = false;
  bool dry = false;
  std::string message;
};

// What stands, and what else was said: a row each.
void print_open(const Context& context, const std::vector<store::Open>& open) {
  Printer out(context, "merge",
              {{"ref", Column::Use::kId}, {"field"}, {"version"}, {"value", Column::Use::kText}, {"actor"}, {"at"}, {"stands"}});
  std::string last;
  for (const store::Open& contest : open) {
    if (context.format == Format::kIds && contest.ref == last) continue;
    last = contest.ref;
    for (const store::Open::Side& side : contest.sides) {
      const bool stands = &side == &contest.sides.front();
      out.row({Value(contest.ref), Value(contest.field),
               Value(side.version == 0 ? "" : fmt::format("{}@{}", contest.ref, side.version)),
               side.value.is_null() ? Value("") : Value(side.value.to_text()), Value(side.author.actor),
               Value(format_day(side.at)), Value(stands)});
      if (context.format == Format::kIds) break;
    }
  }
  out.finish();
}

constexpr std::string_view kResolveHint =
    "keep what stands with: ckm merge --resolve REF, take another with: ckm merge --resolve REF@N";

void tell_open(const Context& context, const std::vector<store::Open>& open) {
  std::set<std::string_view> refs;
  for (const store::Open& contest : open) refs.insert(contest.ref);
  context.say(fmt::format("{} of {} said different things", counted(static_cast<std::int64_t>(open.size()), "field", "fields"),
                          counted(static_cast<std::int64_t>(refs.size()), "item", "items")));
  context.say(fmt::format("hint: {}", kResolveHint));
}

// Opening one of an older version would bring it up to date.
void need_current(const std::string& path) {
  const std::int64_t version = store::stored_version(path);
  if (version >= store::schema_version()) return;
  throw Error(Exit::kDamaged, fmt::format("{} is of an older version of ckm (schema {})", path, version),
              fmt::format("bring it up to date first, with: ckm info --db {}", path));
}

Joined join(Context& context, store::LazyGraph& graph, const std::string& path, ProgressLine& progress) {
  FileSource file(path);
  PeekSource head(file);
  constexpr std::string_view kSqlite = "SQLite format 3";
  if (path != "-" && head.peek(kSqlite.size()) == kSqlite) {
    std::error_code error;
    if (std::filesystem::equivalent(path, context.store().path(), error))
      throw Error(Exit::kUsage, fmt::format("{} is the store itself", path), "name another copy of it");
    need_current(path);
    store::Store other = store::Store::open(path, store::Access::kRead, context.lock_timeout_ms);
    const std::vector<store::Run> runs = store::read_runs(other);
    if (const auto left = std::ranges::count(runs, "running", &store::Run::state); left > 0)
      context.say(fmt::format("note: {} there, whose records come with a merge after that",
                              counted(left, "import is not finished", "imports are not finished")));
    return join_store(context.store(), graph, other, progress);
  }
  if (!formats::is_gzip(head.peek(2))) return join_bundle(context.store(), graph, head, input_name(path), progress);
  formats::GzipSource unpacked(head, input_name(path));
  return join_bundle(context.store(), graph, unpacked, input_name(path), progress);
}

std::string told(const Joined& joined, const store::Merged& merged) {
  std::string text = counted(joined.history.changes, "change", "changes");
  const auto add = [&](std::int64_t n, std::string_view one, std::string_view more, std::string_view what) {
    if (n > 0) text.append(fmt::format(", {} {}", counted(n, one, more), what));
  };
  add(merged.added, "article", "articles", "added");
  add(merged.changed, "article", "articles", "changed");
  add(merged.removed, "article", "articles", "removed");
  add(joined.tickets.added, "ticket", "tickets", "added");
  add(joined.tickets.changed, "ticket", "tickets", "changed");
  add(merged.tickets_removed + joined.tickets.removed, "ticket", "tickets", "removed");
  add(merged.categories, "category", "categories", "changed");
  add(merged.said, "use, verdict, link or label", "uses, verdicts, links or labels", "changed");
  add(merged.forgotten, "thing", "things", "forgotten");
  add(merged.waiting, "thing", "things", "said of what is not here");
  return text;
}

Exit merge(Context& context, const Options& options) {
  if (!options.message.empty())
    throw Error(Exit::kUsage, "--message is for --resolve", "a merge makes no change of its own: leave it out");
  if (options.words.size() != 1) {
    throw Error(Exit::kUsage, options.words.empty() ? "no file is named" : "one file at a time is merged",
                "write: ckm merge FILE, with a bundle or another copy of the store");
  }
  store::Store& store = context.store();
  store::overwrite_deleted(store);  // Something may have to be forgotten.
  store::Transaction transaction(store.db());
  ProgressLine progress("merging", "records", !context.quiet);
  store::LazyGraph graph(store);
  const Joined joined = join(context, graph, options.words.front(), progress);
  const store::Merged merged = store::merge_joined(store, graph.get());
  // What imports of this copy said of what came now.
  store::ChangeWriter waited(store, {context.actor, "import", "links that waited for what was merged"});
  const auto still = [](store::WaitingLink&&) {};
  const std::int64_t tied = store::tie_links(
      store, [&]() -> store::ChangeWriter& { return waited; }, still);
  waited.seal();
  const std::vector<store::Open> open = store::open_contests(store, graph.get());
  const bool nothing = joined.history.changes == 0 && joined.history.forgotten == 0 && joined.tickets.added == 0 &&
                       joined.tickets.changed == 0 && joined.tickets.undone == 0 && merged.said == 0 && merged.categories == 0 &&
                       merged.forgotten == 0 && tied == 0;
  const bool forgot = joined.history.forgotten > 0 || merged.forgotten > 0;
  if (!options.dry && !nothing) {
    if (forgot) store::note_unwiped(store);
    index_now(context);
    transaction.commit();
    if (forgot) clean_up(context);
  }
  print_open(context, open);
  if (nothing) context.say(fmt::format("nothing new in {}", input_name(options.words.front())));
  else context.say(fmt::format("{} {}", options.dry ? "would merge" : "merged", told(joined, merged)));
  if (tied > 0) {
    context.say(fmt::format("{} for what was merged {} at work", counted(tied, "link that waited", "links that waited"),
                            tied == 1 ? "is" : "are"));
  }
  if (merged.categories > 0) context.say("note: what rules say is as it was: have them look again with: ckm classify apply");
  if (open.empty()) return Exit::kDone;
  tell_open(context, open);
  return Exit::kNo;
}

Exit list(Context& context) {
  const std::vector<store::Open> open = store::open_contests(context.store(), store::HistoryGraph(context.store()));
  print_open(context, open);
  if (open.empty()) {
    context.say("nothing is open");
    return Exit::kDone;
  }
  tell_open(context, open);
  return Exit::kNo;
}

Exit resolve(Context& context, const Options& options) {
  const std::vector<std::string> names = read_words(options.words);
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  const store::HistoryGraph graph(store);
  const std::vector<store::Open> open = store::open_contests(store, graph);
  store::ChangeWriter change(store, context.author(options.message));
  std::int64_t settled = 0;
  std::set<std::string> met;
  ChangedRows rows(context);
  for (const std::string& name : names) {
    const Past past = need_past(store, name);
    if (!met.insert(past.known.uid).second)
      throw Error(Exit::kUsage, fmt::format("{} is named twice", past.ref), "name each once, with one version");
    if (past.known.item) store::need_may_change(store, *past.known.item, context.actor);
    const std::int64_t here = store::settle(store, graph, open, past.known, past.number, context.actor, change);
    if (here > 0) rows.add(past.ref, past.known.kind, "changed");
    settled += here;
  }
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
  context.say(settled == 0 ? "nothing was open" : fmt::format("settled {}", counted(settled, "field", "fields")));
  return Exit::kDone;
}

}  // namespace

Run declare_merge(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add(
      {.name = "FILE", .into = &options->words, .summary = "a bundle or another copy of the store; with --resolve references"});
  args.add({.name = "--resolve",
            .into = &options->resolve,
            .summary = "list what copies said differently; with references, keep what stands or take a version"});
  args.add({.name = "--dry-run", .into = &options->dry, .summary = "tell what it would do", .excludes = "--resolve"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "with --resolve: why, for the history"});
  return {[options] { return options->resolve && options->words.empty() ? Access::kRead : Access::kWrite; },
          [options](Context& context) {
            if (!options->resolve) return merge(context, *options);
            return options->words.empty() ? list(context) : resolve(context, *options);
          }};
}

}  // namespace ckm::cli
