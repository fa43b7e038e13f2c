#include "store/merge_fields.hh"

#include <algorithm>
#include <map>

namespace ckm::store {
namespace {

constexpr std::string_view kStory = "case";
constexpr std::string_view kRaw = "raw";

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
      if (name == kRaw || std::ranges::find(done, name) != done.end()) continue;
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

std::map<std::string_view, const Value*> by_name(const Value& raw) {
  std::map<std::string_view, const Value*> out;
  if (raw.object() == nullptr) return out;
  for (const auto& [name, text] : *raw.object()) out.emplace(name, &text);
  return out;
}

// How a text came is told by the side that the text is from, by the source where both have it.
Value merge_raw(model::Article& merged, const model::Article& here, model::Article& there) {
  std::map<std::string, std::string_view> texts;
  for_each_text(there, [&](const std::string& name, std::string& text) { texts.emplace(name, text); });
  const auto my_raw = by_name(here.raw);
  const auto their_raw = by_name(there.raw);
  Value out;
  for_each_text(merged, [&](const std::string& name, const std::string& text) {
    const auto theirs = texts.find(name);
    const bool from_source = theirs != texts.end() && theirs->second == text;
    const auto& side = from_source ? their_raw : my_raw;
    if (const auto raw = side.find(name); raw != side.end()) out.set(name, *raw->second);
  });
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
  merged.article.raw = merge_raw(merged.article, here, theirs);
  return merged;
}

}  // namespace ckm::store
