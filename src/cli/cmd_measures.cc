#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include "base/suggest.hh"
#include "cli/declare.hh"
#include "cli/history_names.hh"
#include "cli/measure_rows.hh"
#include "cli/measuring.hh"

namespace ckm::cli {
namespace {

using insight::Bucket;
using insight::GroupBy;
using insight::MeasureInfo;

struct Options {
  std::vector<std::string> names;
  std::string since;
  std::string until;
  std::string by;
  std::int64_t depth = 1;
  bool explain = false;
  bool chart = false;
};

GroupBy need_grouping(const Options& options) {
  GroupBy by;
  std::istringstream in(options.by);
  for (std::string name; std::getline(in, name, ',');) {
    if (name == "category") {
      by.category = true;
    } else if (name == "person") {
      by.person = true;
    } else if (name == "month" || name == "week") {
      const Bucket bucket = name == "month" ? Bucket::kMonth : Bucket::kWeek;
      if (by.bucket != Bucket::kNone && by.bucket != bucket)
        throw Error(Exit::kUsage, "--by: month and week exclude each other", "choose one of them");
      by.bucket = bucket;
    } else {
      throw Error(Exit::kUsage, fmt::format("--by: nothing is told apart by '{}'", name),
                  did_you_mean(name, {"category", "person", "month", "week"},
                               "one of category, person, month and week, or several with commas between"));
    }
  }
  if (options.chart && options.by.empty()) by.bucket = Bucket::kMonth;
  if (options.depth > 1 && !by.category)
    throw Error(Exit::kUsage, "--depth is for --by category", "for example: ckm measures --by category --depth 2");
  by.depth = static_cast<std::size_t>(options.depth);
  return by;
}

// All that a measure can be told apart by.
GroupBy widest(const MeasureInfo& what) {
  return {what.by_category, 1, what.by_person, what.by_time ? Bucket::kMonth : Bucket::kNone};
}

std::string by_names(const GroupBy& by) {
  std::string names;
  for (const auto& [asked, name] :
       {std::pair(by.category, "category"), std::pair(by.person, "person"), std::pair(by.bucket == Bucket::kMonth, "month"),
        std::pair(by.bucket == Bucket::kWeek, "week")}) {
    if (asked) names += (names.empty() ? "" : ",") + std::string(name);
  }
  return names;
}

// Those that were named, else all that can be told apart so; in the order of the table.
std::vector<const MeasureInfo*> need_measures(const std::vector<std::string>& names, const GroupBy& by) {
  std::vector<std::string> known;
  for (const MeasureInfo& what : insight::kMeasures) known.emplace_back(what.name);
  for (const std::string& name : names) {
    const auto what = std::ranges::find(insight::kMeasures, name, &MeasureInfo::name);
    if (what == insight::kMeasures.end()) {
      throw Error(Exit::kUsage, fmt::format("there is no measure '{}'", name),
                  did_you_mean(name, known, fmt::format("one of: {}", fmt::join(known, ", "))));
    }
    if (!insight::can_be_told_by(*what, by)) {
      throw Error(Exit::kUsage, fmt::format("{} can't be told apart by {}", name, by_names(by)),
                  fmt::format("it can be by {}", by_names(widest(*what))));
    }
  }
  std::vector<const MeasureInfo*> measures;
  for (const MeasureInfo& what : insight::kMeasures) {
    const bool wanted = names.empty() ? insight::can_be_told_by(what, by) : std::ranges::find(names, what.name) != names.end();
    if (wanted) measures.push_back(&what);
  }
  return measures;
}

Exit measures(Context& context, const Options& options) {
  insight::MeasureOptions asked;
  asked.by = need_grouping(options);
  asked.measures = need_measures(options.names, asked.by);
  if (!options.since.empty()) asked.span.first = need_start("--since", options.since);
  if (!options.until.empty()) asked.span.last = need_moment("--until", options.until);
  if (asked.span.last < asked.span.first)
    throw Error(Exit::kUsage, fmt::format("--until {} is before --since {}", options.until, options.since), "swap them");
  if (options.chart && context.format != Format::kTable)
    throw Error(Exit::kUsage, "--chart is for people", "leave it out, or --format");
  const std::vector<insight::Measured> rows = measure_store(context.store(), asked);
  if (options.chart) print_measure_chart(context, rows);
  else print_measures(context, rows, asked.by, options.explain);
  const bool any = std::ranges::any_of(rows, [](const insight::Measured& row) { return row.denominator > 0; });
  if (!any) context.say("there is nothing to measure");
  return any ? Exit::kDone : Exit::kNo;
}

}  // namespace

Run declare_measures(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "NAME", .into = &options->names, .summary = "only these measures, such as link-rate"});
  args.add(
      {.name = "--since", .into = &options->since, .value = "TIME", .summary = "what was before does not count", .filled = true});
  args.add(
      {.name = "--until", .into = &options->until, .value = "TIME", .summary = "what was after does not count", .filled = true});
  args.add({.name = "--by",
            .into = &options->by,
            .value = "WHAT",
            .summary = "tell apart by category, person, month or week, or by several with commas between",
            .filled = true});
  args.add({.name = "--depth", .into = &options->depth, .summary = "by categories of so many steps, too (1)", .least = 1});
  args.add({.name = "--explain", .into = &options->explain, .summary = "what each is, its formula, and the counts behind it"});
  args.add({.name = "--chart",
            .into = &options->chart,
            .summary = "bars, by month unless --by says otherwise",
            .excludes = "--explain"});
  return {[] { return Access::kRead; }, [options](Context& context) { return measures(context, *options); }};
}

}  // namespace ckm::cli
