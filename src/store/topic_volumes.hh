// How much work the topics of a run make.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct TopicVolume {
  std::int64_t topic = 0;
  std::int64_t tickets = 0;
  std::int64_t replies = 0;  // Messages of agents that their customers saw.
};
// Of the topics of a run that have tickets made since then, by their numbers. Tickets without a time count.
std::vector<TopicVolume> read_topic_volumes(Store& store, std::int64_t run_id, Time since);

// The tickets of a topic that were made since then, the nearest to its middle first, at most `limit`.
std::vector<std::int64_t> typical_tickets(Store& store, std::int64_t topic, Time since, std::int64_t limit);

// Whether an article is said to have solved it, that is validated.
bool solved_by_validated(Store& store, std::int64_t ticket);

// How many tickets came since the run's tickets were chosen.
std::int64_t tickets_behind(Store& store, std::int64_t run_id);

}  // namespace ckm::store
