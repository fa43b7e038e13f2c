// What Git leaves of two copies of a text that both were imported: a conflict in lines that nobody writes. Pure.
#pragma once

#include <string>

namespace ckm::formats {

// The text with each conflict settled that Git marked in the front matter of an exported text and that holds nothing but the
// lines base, created_at and updated_at: the text has been through the versions of both sides, was made at the earlier time and
// changed at the later one. As it was where any other conflict stands in it too, for that is the user's.
std::string settle_conflicts(std::string text);

}  // namespace ckm::formats
