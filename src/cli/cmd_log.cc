#include <fmt/format.h>

#include <memory>

#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "cli/what_was_said.hh"
#include "store/runs.hh"
#include "store/said_log.hh"
#include "store/thing_state.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> refs;
  bool runs = false;
  std::int64_t limit = 0;
  std::string since;
};

Value time_or_null(const std::optional<Time>& time) { return time ? Value(format_time(*time)) : Value(); }

Exit log_runs(Context& context, const store::ChangeFilter& filter) {
  using Use = Column::Use;
  Printer out(context, "runs",
              {{"run", Use::kId},
               {"state"},
               {"started"},
               {"finished", Use::kHidden},
               {"kind"},
               {"source"},
               {"format"},
               {"added", Use::kNumber},
               {"changed", Use::kNumber},
               {"unchanged", Use::kNumber},
               {"rejected", Use::kNumber},
               {"actor"},
               {"input", Use::kText}});
  std::int64_t shown = 0;
  for (const store::Run& run : store::read_runs(context.store())) {
    if (filter.limit > 0 && shown == filter.limit) break;
    if (filter.since && run.started_at < *filter.since) continue;
    if (!filter.actor.empty() && run.actor != filter.actor) continue;
    ++shown;
    out.row({Value(fmt::format("run:{}", run.id)), Value(run.state == "running" ? "unfinished" : run.state),
             Value(format_time(run.started_at)), time_or_null(run.finished_at), Value(model::info(run.kind).name),
             Value(run.source), Value(run.format), Value(run.counts.added), Value(run.counts.changed),
             Value(run.counts.unchanged), Value(run.counts.rejected), Value(run.actor), Value(run.input)});
  }
  out.finish();
  return shown > 0 ? Exit::kDone : Exit::kNo;
}

Exit log_changes(Context& context, const store::ChangeFilter& filter) {
  using Use = Column::Use;
  Printer out(context, "log",
              {{"change", Use::kId}, {"at"}, {"actor"}, {"command"}, {"things", Use::kNumber}, {"ref"}, {"message", Use::kText}});
  bool any = false;
  store::for_each_change(context.store(), filter, [&](const store::Change& change) {
    any = true;
    out.row({Value(store::change_name(change.digest)), Value(format_time(change.at)), Value(change.author.actor),
             Value(change.author.command), Value(change.things), Value(store::changed_thing(context.store(), change.id)),
             Value(change.author.message)});
  });
  out.finish();
  return any ? Exit::kDone : Exit::kNo;
}

// What a version did to its thing: the names of the fields that it changed.
std::string what_changed(store::Store& store, const store::Version* before, const store::Version& version) {
  if (version.forgotten) return "forgotten";
  if (!version.into.empty()) return fmt::format("merged into {}", store::article_ref(store, version.into));
  if (version.op == "remove") return "removed";
  if (before == nullptr || (!before->there() && version.op == "add")) return "added";
  if (before->forgotten) return "unknown: the version before was forgotten";
  if (version.op == "label") return "category";  // Of tickets too, whose content it does not tell.
  std::string names;
  for (const store::FieldChange& change : store::field_changes(before->shown(), version.shown()))
    names += (names.empty() ? "" : ", ") + change.name;
  const bool settled = names.empty() && version.author.command == store::kSettling;
  return settled ? "settled" : names;
}

// What happened to a thing, newest first: its versions, and what was said of it, which is none.
class ThingLog {
 public:
  ThingLog(Context& context, Printer& out, const store::ChangeFilter& filter) : context_(context), out_(out), filter_(filter) {}

  // Returns how many lines it has.
  std::int64_t write(const Past& past) {
    shown_ = 0;
    if (past.number) {
      row(past, static_cast<std::size_t>(past.version(*past.number).number - 1));
      return shown_;
    }
    const std::vector<store::SaidEntry> said = store::said_entries(context_.store(), past.known, filter_);
    const store::End end = store::end_of(context_.store(), past.known);
    auto entry = said.begin();
    for (std::size_t i = past.line.versions.size(); i-- > 0;) {
      for (; entry != said.end() && entry->change_id > past.line.versions[i].change_id; ++entry) row(*entry, end);
      row(past, i);
      // What went with it, and came back with it, is told by that.
      for (; entry != said.end() && entry->change_id == past.line.versions[i].change_id; ++entry) {
        const bool went = past.line.versions[i].op == "remove" && entry->op == "remove";
        const bool came = past.line.versions[i].op == "add" && entry->op == "add" && i > 0;
        if (!went && !came) row(*entry, end);
      }
    }
    for (; entry != said.end(); ++entry) row(*entry, end);
    return shown_;
  }

 private:
  bool full() const { return filter_.limit > 0 && shown_ == filter_.limit; }
  void row(const Past& past, std::size_t i) {
    const store::Version& version = past.line.versions[i];
    if (full() || (filter_.since && version.at < *filter_.since)) return;
    if (!filter_.actor.empty() && version.author.actor != filter_.actor) return;
    ++shown_;
    out_.row({Value(past.name(version)), Value(store::change_name(version.change)), Value(format_time(version.at)),
              Value(version.author.actor), Value(version.author.command),
              Value(what_changed(context_.store(), past.before(version), version)), Value(version.author.message)});
  }
  void row(const store::SaidEntry& entry, const store::End& end) {
    if (full()) return;
    ++shown_;
    out_.row({Value(), Value(store::change_name(entry.change)), Value(format_time(entry.at)), Value(entry.author.actor),
              Value(entry.author.command), Value(what_was_said(context_.store(), entry, end)), Value(entry.author.message)});
  }

  Context& context_;
  Printer& out_;
  const store::ChangeFilter& filter_;
  std::int64_t shown_ = 0;
};

Exit log_things(Context& context, const std::vector<std::string>& refs, const store::ChangeFilter& filter) {
  using Use = Column::Use;
  std::vector<Past> pasts;
  for (const std::string& ref : refs) {
    const Past& past = pasts.emplace_back(look_up_past(context.store(), ref));
    if (past.number) static_cast<void>(past.version(*past.number));  // Throws.
    if (past.line.versions.empty() && store::said_entries(context.store(), past.known, {1, std::nullopt, {}}).empty())
      tell_no_history(ref);
  }
  Printer out(
      context, "history",
      {{"version", Use::kId}, {"change"}, {"at"}, {"actor"}, {"command"}, {"changed", Use::kText}, {"message", Use::kText}});
  ThingLog log(context, out, filter);
  bool any = false;
  for (const Past& past : pasts) any |= log.write(past) > 0;
  out.finish();
  return any ? Exit::kDone : Exit::kNo;
}

Exit log(Context& context, const Options& options) {
  store::ChangeFilter filter{options.limit, std::nullopt, context.given_actor};
  if (!options.since.empty()) filter.since = need_start("--since", options.since);
  if (options.runs) {
    if (!options.refs.empty()) throw Error(Exit::kUsage, "--runs takes no REF", "list the changes of a thing with: ckm log REF");
    return log_runs(context, filter);
  }
  const std::vector<std::string> refs = read_words(options.refs);
  if (options.refs.empty()) return log_changes(context, filter);
  return log_things(context, refs, filter);
}

}  // namespace

Run declare_log(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF",
            .into = &options->refs,
            .summary = "the versions of these things, and what was said of them; - reads references from standard input"});
  args.add({.name = "--runs", .into = &options->runs, .summary = "list imports instead of changesets"});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many, the newest", .least = 1});
  args.add({.name = "--since", .into = &options->since, .value = "TIME", .summary = "none that is older", .filled = true});
  return {[] { return Access::kRead; }, [options](Context& context) { return log(context, *options); }};
}

}  // namespace ckm::cli
