// What the measures of Knowledge-Centered Service are computed from: plain facts, as a store tells them.
//
// Numbers of articles, tickets and categories are those of the store. People are numbered by whoever tells the facts
// (store/participants.hh), so that one human being has one number.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"

namespace ckm::model {

inline constexpr std::int64_t kNoCategory = 0;
inline constexpr std::int64_t kNoPerson = 0;
// Before all others: it counts where everything counts, and in no month.
inline constexpr Time kUnknownTime = std::numeric_limits<Time>::min();

// A customer's request, and who of the team wrote in it.
struct TicketFact {
  std::int64_t id = 0;
  std::int64_t category = kNoCategory;  // The effective one.
  std::int64_t assignee = kNoPerson;
  std::optional<Time> created_at = {};
  std::optional<Time> solved_at = {};  // Nothing: it is not solved.
  struct Said {
    std::int64_t person = kNoPerson;
    Time at = 0;
  };
  std::vector<Said> said = {};  // By the team; empty where nobody asked for it.
};

// An article and a ticket that have to do with each other.
struct Attachment {
  enum class How : std::uint8_t {
    kUsed,    // It was used on the ticket, or the ticket was solved by it.
    kFailed,  // It was used, and did not solve it.
    kMade,    // It was written from the ticket (derived-from).
  };
  std::int64_t article = 0;
  std::int64_t ticket = 0;
  How how = How::kUsed;
  Time at = 0;                      // When it was said.
  std::int64_t person = kNoPerson;  // Who said it; nobody for what an import said.
};

// The first time that an article was in a state.
struct Reached {
  std::optional<Time> at;  // Nothing: never, or before.
  bool before = false;     // It came into the store so: when that was, nobody knows.
};

struct ArticleFact {
  std::int64_t id = 0;
  std::int64_t category = kNoCategory;
  std::optional<Time> created_at = {};  // As it says itself.
  std::optional<Time> first_seen = {};  // When its history begins.
  bool made_here = false;               // It did not come by an import: then it is not older than its history.
  std::string confidence = {}, audience = {}, governance = {};
  Reached validated = {};
  Reached published = {};  // Its audience is public.
};

// Somebody changed something.
struct Deed {
  Time at = 0;
  std::int64_t person = kNoPerson;
  bool knowledge = false;                // They wrote or improved an article.
  std::optional<std::int64_t> category;  // Of that article; nothing where it was none, or is gone.
};

// A query that was really asked.
struct Question {
  Time at = 0;
  std::string actor;
  bool found = false;
};

}  // namespace ckm::model
