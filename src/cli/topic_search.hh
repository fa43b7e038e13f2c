// Seeking topics in a store's tickets: reads what customers say, finds the topics (learn/discover.hh), knows those of the last
// time again, and writes them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/command.hh"
#include "store/topics.hh"

namespace ckm::cli {

struct TopicSearchOptions {
  std::string where;       // The query that chooses the tickets, as it was typed; empty: all.
  std::string field;       // Topics within each of its values; empty: within all.
  double resolution = -1;  // 0: chosen anew; below 0: as the last time, chosen the first time.
  double times = 1;        // What that is multiplied by: finer above 1, coarser below.
};

// Fields within whose values topics can be sought: those of which a ticket has one value.
std::vector<std::string> topic_fields();

// Reads and compares without a lock, then writes in one transaction, and calls `print` with the run that was written: behind the
// transaction, or, of a dry run, within it before it is taken back. Throws what need_exact_where throws, and Interrupted.
void seek_topics(Context& context, const TopicSearchOptions& options, bool dry,
                 const std::function<void(const store::TopicRun&)>& print);

}  // namespace ckm::cli
