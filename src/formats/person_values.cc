#include "formats/person_values.hh"

#include <algorithm>

#include "base/json.hh"
#include "base/time.hh"

namespace ckm::formats {

Value to_value(const std::vector<model::PersonValue>& values) {
  Value all = Value::Object{};
  for (const model::PersonValue& said : values) {
    Value one = Value::Object{};
    if (said.field == model::kTagField) one.set("value", json::parse(said.value, "tags"));
    else one.set("value", said.value);
    if (!said.actor.empty()) one.set("actor", said.actor);
    all.set(said.field, one.set("at", format_time(said.at)));
  }
  return all;
}

std::vector<model::PersonValue> person_values_from(const Value& value) {
  std::vector<model::PersonValue> values;
  if (value.object() == nullptr) return values;
  const auto is_text = [](const Value& one) { return one.string() != nullptr && !one.string()->empty(); };
  for (const auto& [field, one] : *value.object()) {
    const Value* const said = one.find("value");
    if (said == nullptr) continue;
    std::string kept;
    if (field != model::kTagField) kept = is_text(*said) ? *said->string() : std::string();
    else if (said->array() != nullptr && std::ranges::all_of(*said->array(), is_text)) kept = json::dump(*said);
    if (!kept.empty()) values.push_back({field, std::move(kept), one.text("actor"), parse_time(one.text("at")).value_or(0)});
  }
  return values;
}

std::vector<model::PersonValue> person_values_from(std::string_view json) {
  Value value;
  if (!json::parse_line(json, value).reason.empty()) return {};
  return person_values_from(value);
}

}  // namespace ckm::formats
