#include "cli/stale.hh"

#include <fmt/format.h>

#include "base/counted.hh"
#include "store/queue.hh"

namespace ckm::cli {

void tell_queued(Context& context) {
  const std::int64_t queued = store::queue_length(context.store());
  if (queued > 0)
    context.say(fmt::format("note: {} not indexed yet; run: ckm index", counted(queued, "change is", "changes are")));
}

}  // namespace ckm::cli
