#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/number.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "cli/topic_rows.hh"
#include "cli/topic_search.hh"

namespace ckm::cli {
namespace {

constexpr double kStep = 2;  // From one resolution to the next finer one.
constexpr double kMost = 1000;
constexpr std::int64_t kMostDays = 36'500;

struct Options {
  std::vector<std::string> topics;
  std::string where;
  std::string field;
  std::string resolution;
  bool finer = false;
  bool coarser = false;
  bool list = false;
  bool changed = false;
  bool dry_run = false;
  std::int64_t period = 28;
  std::int64_t limit = 0;
};

TopicSearchOptions search_options(const Options& options) {
  TopicSearchOptions search;
  search.where = options.where;
  search.field = options.field;
  if (options.finer) search.times = kStep;
  if (options.coarser) search.times = 1 / kStep;
  if (!options.resolution.empty()) {
    search.resolution = options.resolution == "auto" ? 0 : parse_number(options.resolution).value_or(-1);
    if (search.resolution < 0 || search.resolution > kMost || (search.resolution == 0 && options.resolution != "auto"))
      throw Error(Exit::kUsage, fmt::format("--resolution: '{}' is no number above 0", options.resolution),
                  "write it like --resolution 4, or auto to choose it anew");
  }
  return search;
}

Exit show_tickets(Context& context, const Options& options) {
  if (options.list || !options.where.empty() || !options.field.empty() || options.finer || options.coarser || options.changed ||
      !options.resolution.empty() || options.dry_run)
    throw Error(Exit::kUsage, "a topic is shown, not sought", "leave out all options but --limit");
  std::vector<store::Topic> topics;
  for (const std::string& ref : read_words(options.topics)) topics.push_back(need_topic(context, ref));
  const std::size_t printed = print_topic_tickets(context, topics, options.limit);
  if (printed == 0) context.say("no tickets: they are gone, or the topic is");
  return printed > 0 ? Exit::kDone : Exit::kNo;
}

Exit cluster(Context& context, const Options& options) {
  if (!options.topics.empty()) return show_tickets(context, options);
  TopicRowOptions rows;
  if (options.limit > 0) rows.limit = options.limit;
  rows.period_days = std::min(options.period, kMostDays);
  rows.changed = options.changed;
  const TopicSearchOptions search = search_options(options);
  std::size_t found = 0;
  if (options.list) {
    if (options.finer || options.coarser || !options.resolution.empty() || options.dry_run)
      throw Error(Exit::kUsage, "--list shows what was found the last time", "leave out --list to seek topics anew");
    const auto run = store::find_topic_run(context.store(), search.where, search.field);
    if (!run) {
      throw Error(Exit::kNotFound, "topics were not sought yet in this choice of tickets",
                  "seek them first, with the same --where and --field: ckm cluster");
    }
    found = print_topics(context, *run, rows);
  } else {
    seek_topics(context, search, options.dry_run, [&](const store::TopicRun& run) { found = print_topics(context, run, rows); });
  }
  return found > 0 ? Exit::kDone : Exit::kNo;
}

}  // namespace

Run declare_cluster(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add(
      {.name = "TOPIC", .into = &options->topics, .summary = "list the tickets of topic:3, or - for topics on standard input"});
  args.add({.name = "--where",
            .into = &options->where,
            .value = "QUERY",
            .summary = "only tickets that this lets through; see ckm-query(7)",
            .filled = true});
  args.add({.name = "--field",
            .into = &options->field,
            .value = "FIELD",
            .summary = "topics within each value of this field, such as queue",
            .choices = topic_fields(),
            .filled = true});
  args.add({.name = "--finer", .into = &options->finer, .summary = "more and smaller topics than the last time"});
  args.add({.name = "--coarser", .into = &options->coarser, .summary = "fewer and larger ones", .excludes = "--finer"});
  args.add({.name = "--resolution",
            .into = &options->resolution,
            .value = "N",
            .summary = "how fine: 4 is usual; auto chooses it anew",
            .filled = true,
            .excludes = "--finer --coarser"});
  args.add({.name = "--list", .into = &options->list, .summary = "show what was found the last time"});
  args.add({.name = "--changed", .into = &options->changed, .summary = "only topics that are new, grown, shrunk or gone"});
  args.add({.name = "--period",
            .into = &options->period,
            .value = "DAYS",
            .summary = "the days that a trend compares with as many before (28)",
            .least = 1});
  args.add(
      {.name = "--limit", .into = &options->limit, .summary = "at most so many topics (20), or tickets of each", .least = 1});
  args.add({.name = "--dry-run", .into = &options->dry_run, .summary = "show what would be found and keep nothing"});
  return {[options] { return options->list || !options->topics.empty() ? Access::kRead : Access::kWrite; },
          [options](Context& context) { return cluster(context, *options); }};
}

}  // namespace ckm::cli
