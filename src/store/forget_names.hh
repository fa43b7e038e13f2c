// Where the names of people stand by themselves, outside of their own rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/changes.hh"
#include "store/store.hh"

namespace ckm::store {

// As names and addresses are compared: without regard to case in ASCII.
std::string without_case(std::string_view text);

// Makes them "forgotten": as authors of messages, as who tried what in a case, in columns that no field takes, and in
// before-images; of the team also as actors and in the headers of changesets. A customer whose name somebody of the team has too
// is not taken for who tried something. An entry of the history that has one
// is forgotten; where it is what its thing is now, an entry without the name follows it. Names are compared whole, without
// regard to case in ASCII. To be called before their rows are changed, within the caller's transaction.
void erase_names(Store& store, const std::vector<std::int64_t>& ids, bool team, ChangeWriter& change);

}  // namespace ckm::store
