// A query as a condition within another one.
#pragma once

#include <string>
#include <string_view>

namespace ckm::search {

// What the query asks for as one group, such as (+(+refund OR +退款) +status:open), without a sign: it stands behind + or -, or
// in a group. What passes it meets all filters and signs of the query, and has one of its other words where these decide: what
// the query finds, but for what synonyms, other spellings and parts of a word find. Empty for a query that asks for nothing.
// Throws what parse_query throws.
std::string as_group(std::string_view query);

}  // namespace ckm::search
