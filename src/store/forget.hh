// Forgetting: erases content for good, from the rows, the history, before-images and what was derived, while the history's chain
// stays whole. What the file's pages still hold of it wipe.hh overwrites, what the index holds search/purge.hh.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "store/changes.hh"
#include "store/history.hh"
#include "store/store.hh"

namespace ckm::store {

// What is to be forgotten, each once.
struct ForgetPlan {
  std::vector<Known> things;  // Tickets and articles, there or removed.
  std::vector<std::int64_t> people;
  std::vector<std::int64_t> customers;
  std::set<std::string> uids;  // Of the things.

  void add(Known known);
  [[nodiscard]] bool empty() const { return things.empty() && people.empty() && customers.empty(); }
};

// Adds the person or customer that a reference names with their other entries: those of the same address, those that were merged,
// and whoever has the same identifier in the other table. Throws Error{kNotFound}.
void plan_somebody(Store& store, const model::Ref& ref, std::string_view asked, ForgetPlan& plan);
// The same of everybody who has an address. Returns whether anybody has.
bool plan_address(Store& store, std::string_view address, ForgetPlan& plan);

// With customers go their tickets, removed ones too: once, when all of them are in the plan.
void plan_tickets(Store& store, ForgetPlan& plan);

// Names and addresses of the plan's people and customers.
std::vector<std::string> names_of(Store& store, const ForgetPlan& plan);

struct ForgetRow {
  model::Kind kind = model::Kind::kTicket;
  std::string ref;
  std::string what;        // Its title, or name; empty where its content is in the history only.
  std::int64_t texts = 0;  // Rows that hold something of it: its own, messages, wordings, comments, versions, before-images.
};
std::vector<ForgetRow> describe(Store& store, const ForgetPlan& plan);
// Articles that stay although they were drafted from one of the plan's tickets, as references.
std::vector<std::string> drafted_from(Store& store, const ForgetPlan& plan);

// Erases tickets and articles, within the caller's transaction. Each article, and each ticket that the history knows, gets an
// entry without content.
void forget_things(Store& store, std::span<const Known> things, ChangeWriter& change);

// Erases people and customers: their rows, and their names where they stand by themselves: as authors, actors and members of what
// was imported. A name within a text stays. Articles that name one of them get a version without the name.
void forget_parties(Store& store, const ForgetPlan& plan, ChangeWriter& change);

// Erases the queries that were asked of which the caller says so. Returns how many.
std::int64_t forget_asked(Store& store, const std::function<bool(std::string_view text)>& names_somebody);
// Those that are older. Returns how many.
std::int64_t forget_asked_before(Store& store, Time limit);
std::int64_t asked_before(Store& store, Time limit);

// Tickets of which nothing was heard since `limit`, with a number above `after`: at most `most`, ascending. `cited`: also those
// from which an article was drafted.
std::vector<Known> due_tickets(Store& store, Time limit, bool cited, std::int64_t after, std::int64_t most);
// Before-images of imports that ended before; what needs them can't be undone then. Returns how many there are or were.
std::int64_t images_before(Store& store, Time limit);
std::int64_t forget_images_before(Store& store, Time limit);

}  // namespace ckm::store
