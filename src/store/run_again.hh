// An import that was taken back, and is done again once that is taken back.
//
// All calls happen within the caller's transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "store/store.hh"

namespace ckm::store {

// What imports know of an article beside what it is: the columns `imported` and `base` of its row.
struct ImportedColumns {
  std::optional<std::string> hash, base;
};
ImportedColumns imported_of(Store& store, std::int64_t article);
void set_imported(Store& store, std::int64_t article, const ImportedColumns& columns);
// The same of what a run keeps of an article.
void set_kept_imported(Store& store, std::int64_t run, std::int64_t article, const ImportedColumns& columns);

// Notes that a change took a run back of which the history tells all that it did: no tickets, people, purchases, links or uses.
// Its run_before has what the run left of `imported` and `base` from then on.
void note_taken_back(Store& store, std::int64_t run_id, std::int64_t change_id);

// The run, if any, that a change took back which is to be undone now.
class RunAgain {
 public:
  RunAgain(Store& store, std::int64_t change_id);  // Before anything is undone.

  // All is as it was before that, by `change`: the run's articles, labels and categories are known as its own again, and it can
  // be undone once more. Nothing is done where other imports wrote its articles since: then it was a change as any other.
  void finish(std::int64_t change);

 private:
  Store& store_;
  std::int64_t undone_;
  std::int64_t run_ = 0, run_change_ = 0;              // 0: none; and its own changeset.
  std::map<std::int64_t, ImportedColumns> as_undone_;  // Of the articles that it had changed.
  std::int64_t last_category_ = 0;
};

}  // namespace ckm::store
