#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/stale.hh"
#include "search/analyze.hh"
#include "search/asked_terms.hh"
#include "search/index_check.hh"
#include "search/indexer.hh"
#include "store/overview.hh"
#include "store/queue.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kBatch = 20'000;
constexpr std::int64_t kSample = 200;
constexpr std::chrono::milliseconds kAskAgain{50};

Exit check(Context& context) {
  const search::IndexReport report = search::check_index(context.store(), kSample);
  for (const std::string& problem : report.problems) context.warn("ckm: " + problem);
  Value members = Value::Object{};
  members.set("whole", report.problems.empty()).set("segments", report.segments).set("documents", report.documents);
  members.set("postings", report.postings).set("queued", report.queued).set("sampled", report.sampled);
  const Value problems = Value::strings(report.problems);
  members.set("problems", std::move(problems));
  std::string text =
      fmt::format("{} and {} in {}, {} compared with the text: {}\n", counted(report.documents, "document"),
                  counted(report.postings, "posting"), counted(report.segments, "segment"), counted(report.sampled, "document"),
                  report.problems.empty() ? "all is well" : "the index is damaged");
  if (report.queued > 0)
    text += fmt::format("{} to be indexed: run ckm index\n", counted(report.queued, "change waits", "changes wait"));
  if (!report.problems.empty()) text += "build it anew with: ckm index --rebuild\n";
  print_object(context, "index-check", members, text);
  return report.problems.empty() ? Exit::kDone : Exit::kNo;
}

struct Done {
  std::string_view action;  // none, indexed, merged or rebuilt.
  std::int64_t changes = 0;
};

// Tells people in a line, programs in a record.
Exit report(Context& context, const Done& done, const std::string& line) {
  if (context.format == Format::kTable) {
    context.say(line);
    return Exit::kDone;
  }
  std::int64_t documents = 0;
  const std::vector<store::SegmentRow> segments = store::read_segments(context.store(), true);
  for (const store::SegmentRow& row : segments) documents += row.docs - row.dead;
  Value members = Value::Object{};
  members.set("action", done.action).set("changes", done.changes).set("documents", documents);
  members.set("segments", static_cast<std::int64_t>(segments.size()));
  members.set("queued", store::queue_length(context.store()));
  print_object(context, "index", members, {});
  return Exit::kDone;
}

Exit stats(Context& context) {
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  using enum Column::Use;
  Printer out(context, "index-stats",
              {{"segment", kNumber},
               {"kind"},
               {"documents", kNumber},
               {"replaced", kNumber},
               {"terms", kNumber},
               {"postings", kNumber},
               {"bytes", kNumber},
               {"languages"},
               {"current", kHidden},
               {"settings", kHidden}});
  const std::vector<store::SegmentRow> segments = store::read_segments(store, true);
  for (const store::SegmentRow& row : segments) {
    Value languages = Value::Array{};
    for (std::size_t i = 0; i < text::kLanguageCount; ++i) {
      const auto language = static_cast<text::Language>(i);
      if (language != text::Language::kNone && (row.languages & search::language_bit(language)) != 0)
        languages.push(text::language_code(language));
    }
    out.row({Value(row.id), Value(model::info(row.kind).name), Value(row.docs - row.dead), Value(row.dead), Value(row.terms),
             Value(row.postings), Value(row.bytes), std::move(languages), Value(is_current(context, row)),
             search::read_settings(row.settings)});
  }
  out.finish();
  if (segments.empty()) context.say("nothing is indexed yet");
  if (const std::int64_t queued = store::queue_length(store); queued > 0)
    context.say(fmt::format("note: {} to be indexed: run ckm index", counted(queued, "change waits", "changes wait")));
  tell_old_settings(context, segments);
  return Exit::kDone;
}

Exit update(Context& context, const search::IndexSettings& settings) {
  store::Store& store = context.store();
  search::Indexer indexer(store, settings);
  ProgressLine progress("indexing", "items", !context.quiet);
  const auto total = static_cast<std::uint64_t>(store::queue_length(store));
  std::int64_t done = 0;
  for (;;) {
    store::Transaction transaction(store.db());
    const std::int64_t step = indexer.step(kBatch);
    transaction.commit();
    done += step;
    progress.show(done, static_cast<std::uint64_t>(done), total);
    stop_if_interrupted();
    if (step == 0) break;
  }
  store::Transaction transaction(store.db());
  const bool merged = indexer.merge_all();
  search::count_asked(store);
  while (indexer.step(kBatch) > 0) {
  }
  transaction.commit();
  store::give_back_space(store);
  tell_old_settings(context, store::read_segments(store, true));
  if (done > 0) return report(context, {"indexed", done}, fmt::format("indexed {}", counted(done, "change")));
  if (merged) return report(context, {"merged", 0}, "merged the index");
  return report(context, {"none", 0}, "the index is up to date");
}

Exit rebuild(Context& context, const search::IndexSettings& settings) {
  using Clock = std::chrono::steady_clock;
  store::Store& store = context.store();
  // As any writer waits for another, but not in a transaction: that one needs it.
  const auto until = Clock::now() + std::chrono::milliseconds(context.lock_timeout_ms);
  const auto build = [&] {
    ProgressLine progress("rebuilding the index", "items", !context.quiet);
    return search::rebuild_index(store, settings, [&](std::int64_t done, std::int64_t total) {
      progress.show(done, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
    });
  };
  while (!build()) {
    stop_if_interrupted();
    if (Clock::now() >= until) {
      throw Error(Exit::kLocked, "the index is being built anew by another process",
                  "wait for it to finish, or wait longer with --lock-timeout SECONDS");
    }
    std::this_thread::sleep_for(kAskAgain);
  }
  store::give_back_space(store);
  std::int64_t documents = 0;
  for (const store::SegmentRow& row : store::read_segments(store, true)) documents += row.docs - row.dead;
  return report(context, {"rebuilt", 0}, fmt::format("rebuilt the index of {}", counted(documents, "item")));
}

}  // namespace

Run declare_index(Args& args) {
  struct Options {
    bool rebuild = false;
    bool check = false;
    bool stats = false;
    std::int64_t memory = 0;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "--rebuild", .into = &options->rebuild, .summary = "build everything anew, beside the live index"});
  args.add({.name = "--check",
            .into = &options->check,
            .summary = "verify it; exit 1 when something is wrong",
            .excludes = "--rebuild"});
  args.add({.name = "--stats",
            .into = &options->stats,
            .summary = "list the segments, their sizes and what they were built with",
            .excludes = "--rebuild --check"});
  args.add({.name = "--memory",
            .into = &options->memory,
            .value = "MB",
            .summary = "what building may take (index.memory)",
            .least = 16,
            .excludes = "--check --stats"});
  return {[options] { return options->check || options->stats ? Access::kRead : Access::kWrite; },
          [options](Context& context) {
            if (options->check) return check(context);
            if (options->stats) return stats(context);
            search::IndexSettings settings = context.settings.index();
            if (options->memory > 0) settings.memory = static_cast<std::size_t>(options->memory) << 20;
            return options->rebuild ? rebuild(context, settings) : update(context, settings);
          }};
}

}  // namespace ckm::cli
