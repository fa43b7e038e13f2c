#include "cli/seen.hh"

#include <utility>

#include "cli/history_names.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "store/as_of.hh"
#include "store/published.hh"

namespace ckm::cli {
namespace {

store::Store narrowed(const Context& context, store::Store& whole, Time at) {
  ProgressLine progress("choosing what is seen", "articles", !context.quiet);
  const store::Snapshot snapshot(whole.db());
  return store::published(whole, context.audience, at, [&](std::int64_t count) { progress.show(count, 0, 0); });
}

}  // namespace

void see_as_audience(Context& context) {
  if (context.audience != model::Audience::kInternal) context.seen.emplace(narrowed(context, *context.opened, now()));
}

store::Store seen_at(Context& context, Time time) {
  ProgressLine progress("going back", "articles", !context.quiet);
  const store::Snapshot snapshot(context.opened->db());
  store::Store then = store::articles_at(*context.opened, time, [&](std::int64_t count) { progress.show(count, 0, 0); });
  return context.audience == model::Audience::kInternal ? std::move(then) : narrowed(context, then, time);
}

void go_back(Context& context, std::string_view typed) {
  if (!typed.empty()) context.seen.emplace(seen_at(context, need_moment("--as-of", typed)));
}

void index_seen(Context& context) {
  if (context.seen) index_now(context);
}

}  // namespace ckm::cli
