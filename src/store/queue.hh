// What waits to be indexed: items that are new, which are those above the last one seen, and those that changed since, which
// triggers note. No command can forget to index.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/items.hh"
#include "store/store.hh"

namespace ckm::store {

struct Queued {
  std::int64_t id = 0;
  bool text = true;  // False: only its facts changed.
};
std::int64_t queue_length(Store& store);
// At most `limit` of a kind: what changed first, then what is new, each ascending.
std::vector<Queued> read_queue(Store& store, model::Kind kind, std::int64_t limit);
// What read_queue gave is done.
void remove_queued(Store& store, model::Kind kind, const std::vector<Queued>& done);
// An item that was seen before.
void queue_item(Store& store, const Item& item);
// Whether some item of a kind must be indexed: one was seen, and none waits.
bool must_be_indexed(Store& store, model::Kind kind);
// Every item of a kind.
void queue_all(Store& store, model::Kind kind);

// What a rebuild that begins now will cover is marked; what is new or changed again later is not.
void mark_queue(Store& store);
void remove_marked(Store& store);

// The process (base/process.hh) that builds the index anew, or was at it when it was killed.
std::optional<std::string> rebuilder(Store& store);
void set_rebuilder(Store& store, const std::optional<std::string>& process);

// Documents that were indexed while a rebuild was under way.
void note_redo(Store& store, const Item& item);
std::vector<std::int64_t> read_redo(Store& store, model::Kind kind);
void clear_redo(Store& store);

}  // namespace ckm::store
