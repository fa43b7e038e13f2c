// The queries that were really asked: noted in a file beside the store, STORE-asked, and taken into the store by the next writer.
//
// So a query never waits for a writer, and needs no store that can be written. The file has a line of JSON a query behind a first
// line with a number of its own: {"ckm.asked":1,"id":"…"}. Whoever adds a line holds a shared lock (flock(2)), whoever takes the
// lines an exclusive one; neither waits for it. What was taken is known by that number, so that a writer that is killed takes
// nothing twice.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct Asked {
  Time at = 0;
  std::string actor;
  std::string text;
  std::int64_t found = 0;  // Results that were shown.
  bool filtered = false;   // Filters narrowed it.
};

// Never waits and never fails: where the file can't be written nothing is noted.
void note_asked(const std::string& store_path, const Asked& asked) noexcept;

// Takes the lines into the store, in a transaction of its own, and forgets what is older than so many days. Nothing where there
// are no lines or somebody else is at it. Returns how many it took. Throws Error{kLocked} at once where another process writes.
std::int64_t take_asked(Store& store, std::int64_t days);

// Every text that is kept, in the order in which they were asked.
void for_each_asked(Store& store, const std::function<void(std::string_view text)>& visit);

// All that are kept, then those that still wait in the file, in the order in which they were asked.
void for_each_question(Store& store, const std::function<void(const Asked&)>& visit);

}  // namespace ckm::store
