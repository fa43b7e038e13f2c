// Which topics are those of the last time: found again among tickets that came, went, and moved.
//
// Two are the same where most of the tickets that are in a topic both times are in both: the share of those in both among those
// in either is 0.3 at least, and the greatest first. Those that share too few tickets to tell (all of them are new) are the same
// where half of their terms are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ckm::learn {

struct KnownTopic {
  std::vector<std::string> terms;
  std::vector<std::int64_t> members;  // Each in one topic of its time; none of one that is gone.
};

struct TopicFates {
  struct Found {
    std::optional<std::size_t> past;  // The topic that it is.
    std::optional<std::size_t> from;  // Of a new one: the topic that half of its members were in, of those that were in any.
  };
  std::vector<Found> now;                        // Of each topic of now.
  std::vector<std::optional<std::size_t>> into;  // Of each past one that is gone: the topic of now where half of its members are.
};

// Deterministic: of equally good pairs the first of now counts, then the first of the past.
TopicFates match_topics(std::span<const KnownTopic> past, std::span<const KnownTopic> now);

}  // namespace ckm::learn
