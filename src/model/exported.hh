// Whether a record of an export (store/exported_records.hh) can be taken.
#pragma once

#include <string>

#include "model/entry.hh"

namespace ckm::model {

// Of which kinds there are such records.
bool is_exported_record(Kind kind);

// What is wrong with one; empty for nothing. After it all that the store needs of it is there and of its type.
std::string exported_fault(const Exported& record);

}  // namespace ckm::model
