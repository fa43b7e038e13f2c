// Imports an article over an edit made here, field by field.
#pragma once

#include <string>
#include <vector>

#include "model/article.hh"

namespace ckm::store {

struct MergedFields {
  model::Article article;
  std::vector<std::string> conflicts;  // Fields that were edited here and changed in the source, by their JSON names.
};

// `base` is what the source said before, as JSON's value (null where nobody knows), `there` what it says now. A field that was
// edited here stays as it is, every other one follows the source. The parts of a case are fields of their own; lists and
// `extra` are one each; how a text came follows the text. uid and identifier are those of `here`.
MergedFields merge_fields(const Value& base, const model::Article& here, const model::Article& there);

}  // namespace ckm::store
