// Merging duplicates into the article that they repeat, and telling what went over: ckm rm --into and ckm dups --merge.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/changed_rows.hh"
#include "cli/command.hh"
#include "search/unite.hh"
#include "store/merge_into.hh"

namespace ckm::cli {

// All within the caller's transaction.
class Merging {
 public:
  // `into`: a reference. Throws Error{kUsage} for what is no article, and kConflict for one that is archived or may not be
  // changed.
  Merging(Context& context, const std::string& into);

  // Throws Error{kUsage} for what is no article, and for the one that is merged into.
  void merge(const store::Item& item, store::ChangeWriter& change);
  // Once, last: gives the article what it got.
  void finish(ChangedRows& rows, store::ChangeWriter& change) const;
  // What went over, for people.
  [[nodiscard]] std::string told() const;

 private:
  Context& context_;
  store::Item into_;
  std::string ref_;
  search::Uniting united_;
  std::vector<std::string> hidden_;  // Validated ones behind a draft.
  std::int64_t merged_ = 0, phrasings_ = 0, tags_ = 0;
  store::Moved moved_;
};

}  // namespace ckm::cli
