#include "cli/where.hh"

#include <fmt/format.h>

#include "base/counted.hh"
#include "base/error.hh"
#include "cli/saved_words.hh"
#include "store/queue.hh"

namespace ckm::cli {

std::string exact_where(store::Store& store, const std::string& where) {
  if (const std::int64_t queued = store::queue_length(store); queued > 0) {
    throw Error(Exit::kConflict,
                fmt::format("{} not indexed yet, so --where could miss something", counted(queued, "change is", "changes are")),
                "run first: ckm index");
  }
  return need_where(store, where);
}

}  // namespace ckm::cli
