// What can never be an end of a link. Pure, but for the doubt.
#pragma once

#include <string>
#include <string_view>

#include "formats/format.hh"
#include "model/entry.hh"

namespace ckm::formats {

struct LinkColumns {
  std::string_view from, to;  // Their names in the input.
  std::string_view source;    // What the record says for its source, if anything.
};

// Why a link makes no sense whatever a store holds, or will: a reference of another kind than its relation joins, or one that is
// written wrong. `doubt` is asked of ends that are identifiers; it may be empty. What is wrong is told with its column and what
// to write instead; empty where nothing is.
std::string link_fault(const model::Link& link, const LinkColumns& columns, const LinkDoubt& doubt);

}  // namespace ckm::formats
