#include <fmt/format.h>

#include <memory>

#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "store/runs.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kShortDigest = 10;

Value time_or_null(const std::optional<Time>& time) { return time ? Value(format_time(*time)) : Value(); }

Exit log_runs(Context& context, std::int64_t limit) {
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
    if (limit > 0 && shown == limit) break;
    ++shown;
    out.row({Value(fmt::format("run:{}", run.id)), Value(run.state == "running" ? "unfinished" : run.state),
             Value(format_time(run.started_at)), time_or_null(run.finished_at), Value(model::info(run.kind).name),
             Value(run.source), Value(run.format), Value(run.counts.added), Value(run.counts.changed),
             Value(run.counts.unchanged), Value(run.counts.rejected), Value(run.actor), Value(run.input)});
  }
  out.finish();
  return shown > 0 ? Exit::kDone : Exit::kNo;
}

Exit log_changes(Context& context, std::int64_t limit) {
  using Use = Column::Use;
  Printer out(context, "log",
              {{"change", Use::kId}, {"at"}, {"actor"}, {"command"}, {"things", Use::kNumber}, {"message", Use::kText}});
  const std::vector<store::Change> changes = store::read_changes(context.store(), limit);
  for (const store::Change& change : changes) {
    const std::string name = change.digest.empty() ? "unfinished" : "change:" + change.digest.substr(0, kShortDigest);
    out.row({Value(name), Value(format_time(change.at)), Value(change.author.actor), Value(change.author.command),
             Value(change.things), Value(change.author.message)});
  }
  out.finish();
  return changes.empty() ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_log(Args& args) {
  struct Options {
    bool runs = false;
    std::int64_t limit = 0;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "--runs", .into = &options->runs, .summary = "list imports instead of changesets"});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many, the newest", .least = 1});
  return {[] { return Access::kRead; },
          [options](Context& context) {
            return options->runs ? log_runs(context, options->limit) : log_changes(context, options->limit);
          }};
}

}  // namespace ckm::cli
