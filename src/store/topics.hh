// Topics that were found in tickets, as long as they persist (ckm-cluster(1)). Derived: not in the history, and not in copies
// that are merged.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct TopicRun {
  std::int64_t id = 0;
  std::string chosen;  // The query that chose the tickets; empty: all.
  std::string field;   // Within whose values topics were sought; empty: within all.
  Time made_at = 0;
  std::int64_t tickets = 0;      // That were chosen and say anything,
  std::int64_t drawn = 0;        // of them those in which topics were sought,
  std::int64_t placed = 0;       // and those that are in a topic.
  std::int64_t last_ticket = 0;  // The highest ticket that there was when they were chosen (store/classifiers.hh).
};

struct Topic {
  std::int64_t id = 0;
  std::int64_t run_id = 0;
  std::string value;  // The field's value in its tickets.
  std::string name;
  std::vector<std::string> terms;
  double resolution = 0;
  std::int64_t tickets = 0;
  std::optional<std::int64_t> before;  // The time before; nothing of a new one.
  Time first_at = 0;
  std::optional<Time> gone_at;
  std::optional<std::int64_t> other;  // Of a new one the topic that it was part of, of a gone one that which took it in.
};

// The last one of a choice; nothing where there is none.
std::optional<TopicRun> find_topic_run(Store& store, std::string_view chosen, std::string_view field);
// The largest first, then by number; those that are gone last.
std::vector<Topic> read_topics(Store& store, std::int64_t run_id);
std::optional<Topic> find_topic(Store& store, std::int64_t id);
// Of all topics of a run.
void for_each_topic_member(Store& store, std::int64_t run_id,
                           const std::function<void(std::int64_t topic, std::int64_t ticket)>& visit);

struct TopicMember {
  std::int64_t ticket = 0;
  double likeness = 0;
};
// The nearest to the middle first, at most `limit`.
std::vector<TopicMember> read_topic_members(Store& store, std::int64_t topic, std::int64_t limit);

// What its tickets are now.
struct TopicFigures {
  std::int64_t topic = 0;
  std::int64_t tickets = 0;
  std::int64_t unanswered = 0;  // Without a message of an agent to the customer, and without an article that solved them.
  std::int64_t dated = 0;       // With a time when they were made.
  std::int64_t last = 0;        // Made in the last `period` seconds up to `end`,
  std::int64_t previous = 0;    // and in as many before.
};
// Of the topics of a run that have any, by their numbers.
std::vector<TopicFigures> read_topic_figures(Store& store, std::int64_t run_id, Time end, Time period);
// When the newest of a run's tickets was made, of those that were made by `until`.
std::optional<Time> newest_of_topics(Store& store, std::int64_t run_id, Time until);

struct FoundTopic {
  Topic topic;                       // Its id is 0 where it is new, and is set.
  std::vector<TopicMember> members;  // The nearest first. Those that are no ticket any more are left out.
};
// In place of what the run of that choice said before: `gone` are those of its topics that are gone now. Those that were gone
// before stay for a year. Within the caller's transaction; sets the run's id and times.
void write_topics(Store& store, TopicRun& run, std::span<FoundTopic> found, std::span<const Topic> gone);

// Of one that is gone: which took it in.
void set_other_topic(Store& store, std::int64_t topic, std::int64_t other);

}  // namespace ckm::store
