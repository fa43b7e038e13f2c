#include "store/merge_fields.hh"

#include <algorithm>

namespace ckm::store {
namespace {

constexpr std::string_view kStory = "case";

Value member(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  return found == nullptr ? Value() : *found;
}

// The members of either object, each merged.
Value merge_objects(const Value& base, const Value& here, const Value& there, std::vector<std::string>& conflicts) {
  Value out = Value::Object{};
  std::vector<std::string_view> done;
  for (const Value* side : {&here, &there}) {
    if (side->object() == nullptr) continue;
    for (const auto& [name, ignored] : *side->object()) {
      if (std::ranges::find(done, name) != done.end()) continue;
      done.push_back(name);
      const Value before = member(base, name);
      const Value mine = member(here, name);
      const Value theirs = member(there, name);
      Value chosen;
      if (name == kStory) {
        chosen = merge_objects(before, mine, theirs, conflicts);
      } else if (mine == before || mine == theirs) {
        chosen = theirs;
      } else {
        chosen = mine;
        if (theirs != before) conflicts.emplace_back(name);
      }
      if (!chosen.is_null()) out.set(std::string(name), std::move(chosen));
    }
  }
  return out;
}

}  // namespace

MergedFields merge_fields(const Value& base, const model::Article& here, const model::Article& there) {
  model::Article theirs = there;
  theirs.uid = here.uid;
  theirs.external_id = here.external_id;
  MergedFields merged;
  merged.article =
      model::article_from_value(merge_objects(base, model::to_value(here), model::to_value(theirs), merged.conflicts));
  return merged;
}

}  // namespace ckm::store
