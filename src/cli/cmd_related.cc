#include <memory>

#include "cli/declare.hh"
#include "cli/query_rows.hh"
#include "cli/refs.hh"
#include "cli/saved_words.hh"
#include "cli/seen.hh"
#include "cli/stale.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string ref;
  std::string where;
  std::int64_t limit = 0;
  bool explain = false;
};

Exit related(Context& context, const Options& options) {
  if (options.explain && context.format == Format::kIds)
    throw Error(Exit::kUsage, "--explain prints nothing with --format ids", "leave out one of them");
  search::SearchOptions search_as;
  search_as.weights = context.settings.weights();
  search_as.limit = static_cast<std::size_t>(
      options.limit > 0 ? options.limit : static_cast<std::int64_t>(context.settings.number("query.limit")));
  search_as.explains = options.explain;
  search_as.bare = context.format == Format::kIds;
  index_seen(context);
  search::Session session(context.store());
  const store::Item item = need_item(context, options.ref);
  search::Search search(session, item, need_where(context.store(), options.where), search_as);
  const std::vector<search::Result> results = search.results();
  QueryRows rows(context, options.explain);
  for (const search::Result& result : results) rows.add(result);
  rows.finish();
  tell_stale(context);
  if (results.empty()) context.say("nothing is like it");
  return results.empty() ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_related(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF", .into = &options->ref, .summary = "an item, such as ticket:desk/T-1001", .needed = true});
  args.add(
      {.name = "--where", .into = &options->where, .value = "QUERY", .summary = "only what this lets through; see ckm-query(7)"});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many (10)", .least = 1});
  args.add({.name = "--explain", .into = &options->explain, .summary = "what each score is made of"});
  return {[] { return Access::kRead; }, [options](Context& context) { return related(context, *options); }};
}

}  // namespace ckm::cli
