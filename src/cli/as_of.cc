#include "cli/as_of.hh"

#include <utility>

#include "cli/history_names.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "store/as_of.hh"

namespace ckm::cli {

void go_back(Context& context, std::string_view typed, Indexed indexed) {
  if (typed.empty()) return;
  const Time time = need_moment("--as-of", typed);
  ProgressLine progress("going back", "articles", !context.quiet);
  const store::Snapshot snapshot(context.store().db());
  store::Store then = store::articles_at(context.store(), time, [&](std::int64_t count) { progress.show(count, 0, 0); });
  context.then.emplace(std::move(then));
  if (indexed == Indexed::kYes) index_now(context);
}

}  // namespace ckm::cli
