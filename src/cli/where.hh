// --where: the items that a query lets through, exactly.
#pragma once

#include <string>

#include "store/store.hh"

namespace ckm::cli {

// The query with what it was saved as in the place of @NAME. Throws Error{kConflict} while changes wait to be indexed, since it
// could miss something then, and what need_where (saved_words.hh) throws.
std::string exact_where(store::Store& store, const std::string& where);

}  // namespace ckm::cli
