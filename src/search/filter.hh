// Which documents a query's filters let through.
#pragma once

#include <string_view>
#include <vector>

#include "index/docset.hh"
#include "model/kind.hh"
#include "search/parse.hh"
#include "store/store.hh"

namespace ckm::search {

// The kinds that a query can find: by its filters kind:…, else all that can be searched.
std::vector<model::Kind> kinds_of(const std::vector<Clause>& clauses);

// A path as facets have it, and, of a category that was moved or merged, where it is now.
std::vector<std::string> paths_meant(store::Store& store, std::string_view value);

// Refuses filters, in groups too, whose value can't be. Throws Error{kUsage}.
void check_filters(const std::vector<Clause>& clauses);

// Throws Error{kUsage} for a query that makes no sense, as asking it would.
void check_query(std::string_view query);

// The documents of a kind that a filter means, whatever its sign.
index::DocSet filter_documents(store::Store& store, model::Kind kind, const Clause& filter);

}  // namespace ckm::search
