// Whether what an entry of the history says has the shape of what it is about: asked of entries that come from elsewhere.
#pragma once

#include <string>

#include "model/changeset.hh"

namespace ckm::model {

// What is wrong with it; empty where nothing is. An entry whose content was forgotten has no shape.
std::string entry_fault(const ChangeEntry& entry);

}  // namespace ckm::model
