// Whether what an entry of the history says has the shape of what it is about: asked of entries that come from elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "model/changeset.hh"

namespace ckm::model {

// What is wrong with it; empty where nothing is. An entry whose content was forgotten has no shape.
std::string entry_fault(const ChangeEntry& entry);

// Whether it is a JSON array of texts that are not empty: what a person says that the tags are.
bool is_text_list(std::string_view json);

}  // namespace ckm::model
