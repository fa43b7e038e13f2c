#include "cli/stale.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/counted.hh"
#include "search/indexer.hh"
#include "store/queue.hh"

namespace ckm::cli {

bool is_current(const Context& context, const store::SegmentRow& row) {
  return row.settings == search::describe(context.settings.index());
}

void tell_old_settings(Context& context, const std::vector<store::SegmentRow>& segments) {
  const auto old = std::ranges::count_if(segments, [&](const store::SegmentRow& row) { return !is_current(context, row); });
  if (old > 0) {
    context.say(fmt::format("note: {} built with other settings; build anew with: ckm index --rebuild",
                            old == 1 ? "a segment was" : fmt::format("{} segments were", old)));
  }
}

void tell_stale(Context& context) {
  const std::int64_t queued = store::queue_length(context.store());
  if (queued > 0)
    context.say(fmt::format("note: {} not indexed yet; run: ckm index", counted(queued, "change is", "changes are")));
  tell_old_settings(context, store::read_segments(context.store(), true));
}

}  // namespace ckm::cli
