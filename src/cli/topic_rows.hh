// Topics as rows, and the tickets of one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hh"
#include "store/topics.hh"

namespace ckm::cli {

struct TopicRowOptions {
  std::int64_t limit = 20;
  std::int64_t period_days = 28;
  bool changed = false;  // Only those that are new, back, grown, shrunk or gone.
};

// The topics of a run, the largest first, then those that have just gone; and what they come to, on standard error. Returns how
// many topics there are.
std::size_t print_topics(Context& context, const store::TopicRun& run, const TopicRowOptions& options);

// topic:3 as a number. Throws Error{kUsage} for what is none and Error{kNotFound} where there is no such topic.
store::Topic need_topic(Context& context, std::string_view ref);

// Their tickets, the nearest to the middle of each first, at most so many of each (0: all). Returns how many were printed.
std::size_t print_topic_tickets(Context& context, const std::vector<store::Topic>& topics, std::int64_t limit);

}  // namespace ckm::cli
