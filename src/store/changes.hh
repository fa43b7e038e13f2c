// The append-only history: what each command changed, chained by SHA-256 (ckm-store(5), "History").
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hh"
#include "base/time.hh"
#include "model/kind.hh"
#include "store/row_inserter.hh"
#include "store/store.hh"

namespace ckm::store {

// Who changes something, by which command, and why.
struct Author {
  std::string actor;
  std::string command;
  std::string message;
};

// One changeset while it is written. It comes into the store with its first entry: a change that changes nothing leaves
// no trace. All calls happen within the caller's transactions.
class ChangeWriter {
 public:
  // `change_id`: one that was begun before and is to be continued, or 0.
  ChangeWriter(Store& store, Author author, std::int64_t change_id = 0);
  // One that leaves nothing in the store: for what the history tells already.
  explicit ChangeWriter(Store& store);

  // `op` is add, change, remove or label; `snapshot` the thing's JSON after it (before it for remove).
  void add(model::Kind kind, std::string_view uid, std::string_view op, std::string_view snapshot);
  // A thing whose content was forgotten: an entry that says that it is gone, and nothing of it.
  void add_forgotten(model::Kind kind, std::string_view uid);
  // Entries may wait for others; it belongs before a commit without seal(), and before what reads them.
  void flush();
  // Makes the changeset exist without an entry: an import of tickets has none.
  void begin();
  // Computes the digest over everything, with the present heads as parents. Nothing can be added afterwards. What categories came
  // since this was made, and no import brought, it made.
  void seal();

  [[nodiscard]] std::int64_t id() const { return id_; }  // 0 while nothing was added.
  [[nodiscard]] Time at() const { return at_; }          // When it was begun; 0 where it was begun before, or not yet.

 private:
  struct Entry {
    std::int64_t seq;
    model::Kind kind;
    std::string uid, op, salt;
    Sha256 digest;
    std::optional<std::string> snapshot;
  };
  Store& store_;
  Author author_;
  std::int64_t id_;
  Time at_ = 0;
  bool silent_ = false;
  std::int64_t seq_ = 0;
  std::int64_t last_category_ = 0;  // Those that were there when it came.
  std::vector<Entry> waiting_;
  RowInserter rows_;
};

struct Change {
  std::int64_t id = 0;
  std::string digest;  // Hexadecimal; empty while it is being written.
  Time at = 0;
  Author author;
  std::int64_t things = 0;  // That it changed; of an import, its records.
};

// change: and the first digits of a digest that is hexadecimal; "unfinished" without one.
std::string change_name(std::string_view digest);

struct ChangeFilter {
  std::int64_t limit = 0;     // 0: all.
  std::optional<Time> since;  // Not older.
  std::string actor = {};     // Empty: anybody.
};
// Newest first.
void for_each_change(Store& store, const ChangeFilter& filter, const std::function<void(const Change&)>& visit);

}  // namespace ckm::store
