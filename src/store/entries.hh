// The tables of people, customers and purchases as import runs write them and undo restores them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/kind.hh"
#include "store/changes.hh"
#include "store/runs.hh"
#include "store/store.hh"

namespace ckm::store {

// Statements over one of the tables.
struct EntryTable {
  model::Kind kind;
  const char* find;     // id, hash, changed_run and added_run, by source and identifier.
  const char* keep;     // Notes a row in run_before: by run, id, previous run and hash.
  const char* restore;  // Sets rows to what a run's run_before has.
  const char* clear;    // Takes back what a run added; who is still named stays with an identifier only.
  const char* added;    // Counts that.
  const char* later;    // Rows that a later run changed: id, source and identifier.
};
// Throws nothing for kPerson, kCustomer and kPurchase, and is asked for no other.
const EntryTable& entry_table(model::Kind kind);

// References of what later runs changed.
std::vector<std::string> changed_since(Store& store, std::int64_t run_id);
// Takes back what the run's entries added and changed, and counts it.
void undo_entries(Store& store, std::int64_t run_id, ChangeWriter& undo, Counts& counts);

}  // namespace ckm::store
