// Which documents a query's filters let through.
#pragma once

#include <optional>
#include <vector>

#include "index/docset.hh"
#include "model/kind.hh"
#include "search/parse.hh"
#include "store/store.hh"

namespace ckm::search {

// The kinds that a query asks for: by its filters kind:…, else all that can be searched. Throws Error{kUsage} for a kind
// that does not exist.
std::vector<model::Kind> kinds_of(const std::vector<Clause>& clauses);

// The documents of a kind that pass every filter clause; nothing where no clause filters, so that all do. Throws
// Error{kUsage} for a date that is none.
std::optional<index::DocSet> filter_documents(store::Store& store, model::Kind kind, const std::vector<Clause>& clauses);

}  // namespace ckm::search
