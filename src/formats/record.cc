#include "formats/record.hh"

#include <algorithm>

#include "base/json.hh"
#include "formats/adf.hh"
#include "text/entity.hh"

namespace ckm::formats {
namespace {

// The length of the white space that a text begins with, 0 where it begins with none.
std::size_t space_at_front(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  if (byte == ' ' || (byte >= '\t' && byte <= '\r')) return 1;
  if (byte < 0x80) return 0;
  for (const std::string_view wide : {"\u3000", "\u00A0", "\uFEFF", "\u200B"}) {
    if (text.starts_with(wide)) return wide.size();
  }
  return 0;
}

std::size_t space_at_back(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.back());
  if (byte == ' ' || (byte >= '\t' && byte <= '\r')) return 1;
  if (byte < 0x80) return 0;
  for (const std::string_view wide : {"\u3000", "\u00A0", "\uFEFF", "\u200B"}) {
    if (text.ends_with(wide)) return wide.size();
  }
  return 0;
}

void split(std::string_view text, std::initializer_list<std::string_view> separators, std::vector<std::string>& into) {
  std::vector<std::size_t> next;  // Where each separator comes next.
  for (const std::string_view separator : separators) next.push_back(text.find(separator));
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.size();
    std::size_t length = 0;
    for (std::size_t i = 0; i < next.size(); ++i) {
      const std::string_view separator = separators.begin()[i];
      if (next[i] < at) next[i] = text.find(separator, at);
      if (next[i] < end) {
        end = next[i];
        length = separator.size();
      }
    }
    const std::string_view part = trimmed(text.substr(at, end - at));
    if (!part.empty()) into.emplace_back(part);
    at = end + length;
  }
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// A scalar's text without copying it where it has one.
std::optional<std::string_view> text_in(const Cell& cell, std::string& scratch) {
  if (cell.json == nullptr) return cell.text;
  if (const std::string* text = cell.json->string()) return *text;
  auto text = text_of(*cell.json);
  if (!text) return std::nullopt;
  scratch = std::move(*text);
  return scratch;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const std::size_t n = space_at_front(text);
    if (n == 0) break;
    text.remove_prefix(n);
  }
  while (!text.empty()) {
    const std::size_t n = space_at_back(text);
    if (n == 0) break;
    text.remove_suffix(n);
  }
  return text;
}

void assign_body(std::string& into, std::string_view text) {
  text = trimmed(text);
  into.clear();
  for (;;) {
    const std::size_t at = text.find('\r');
    into.append(text.substr(0, at));
    if (at == std::string_view::npos) return;
    into.push_back('\n');
    text.remove_prefix(at + (text.substr(at).starts_with("\r\n") ? 2 : 1));
  }
}

void split_tags(std::string_view text, std::vector<std::string>& into) {
  // The semicolon of &amp; separates nothing.
  constexpr char kShield = '\x01';
  std::string shielded;
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    const auto reference = text::entity(text, at + 1);
    if (!reference) continue;
    if (shielded.empty()) shielded = text;
    shielded[reference->end - 1] = kShield;
  }
  if (!shielded.empty()) text = shielded;
  const std::size_t before = into.size();
  if (contains(text, ";") || contains(text, "；")) split(text, {";", "；"}, into);
  else if (contains(text, "|") || contains(text, "｜")) split(text, {"|", "｜"}, into);
  else split(text, {",", "，", "、"}, into);
  if (shielded.empty()) return;
  for (std::size_t i = before; i < into.size(); ++i) std::ranges::replace(into[i], kShield, ';');
}

void split_lines(std::string_view text, std::vector<std::string>& into) {
  if (contains(trimmed(text), "\n") || contains(trimmed(text), "\r")) split(text, {"\n", "\r"}, into);
  else split(text, {"|", "｜"}, into);
}

std::optional<std::string> text_of(const Value& value) {
  if (const Value::Object* members = value.object()) {
    // What desks put a name in: a requester, a group, the channel of Zendesk's via.
    for (const std::string_view name : {"name", "channel", "login", "title"}) {
      const auto member = std::ranges::find(*members, name, &Value::Member::first);
      if (member != members->end() && member->second.string() != nullptr) return *member->second.string();
    }
    return std::nullopt;
  }
  if (value.is_null() || value.array() != nullptr) return std::nullopt;
  return value.to_text();
}

std::string Record::text(Field field) const {
  const Cell* const from = cell(field);
  std::string scratch;
  const auto found = from == nullptr ? std::nullopt : text_in(*from, scratch);
  return std::string(found.value_or(std::string_view()));
}

void Record::line(Field field, std::string& into) {
  const Cell* const from = cell(field);
  if (from == nullptr) return;
  std::string scratch;
  const Value* const only = from->json != nullptr && from->json->array() != nullptr && from->json->array()->size() == 1
                                ? &from->json->array()->front()
                                : nullptr;
  const auto text = text_in(only == nullptr ? *from : Cell{from->name, only, {}}, scratch);
  if (!text) return;
  into.assign(trimmed(*text));
  if (field == Field::kExternalId) {  // A reference is one line.
    std::ranges::replace_if(
        into, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
  }
  const Value* const value = only != nullptr ? only : from->json;
  if (value == nullptr || value->object() == nullptr) take(field);  // An object has more to it: it stays in extra, whole.
}

void Record::body(Field field, std::string& into, std::string& raw) {
  const Cell* const from = cell(field);
  if (from == nullptr) return;
  std::string scratch;
  if (const auto document = from->json == nullptr ? std::nullopt : adf_to_markdown(*from->json)) {
    assign_body(into, *document);
    if (!into.empty()) raw = json::dump(*from->json);
  } else if (from->json != nullptr && from->json->array() != nullptr) {
    for (const Value& part : *from->json->array()) {
      if (part.string() == nullptr) return;
      if (!scratch.empty()) scratch += "\n\n";
      scratch += trimmed(*part.string());
    }
    assign_body(into, scratch);
  } else {
    const auto text = text_in(*from, scratch);
    if (!text || (from->json != nullptr && from->json->object() != nullptr)) return;
    assign_body(into, *text);
  }
  take(field);
}

void Record::time(Field field, std::optional<Time>& into) {
  const Cell* const from = cell(field);
  if (from == nullptr) return;
  std::string scratch;
  const auto text = text_in(*from, scratch);
  if (!text) return;
  const auto date = dates->read(from->name, trimmed(*text));
  if (!date || date->ambiguous) return;
  into = date->time;
  if (date->plain || from->made) take(field);  // Else what was written stays in extra.
}

void Record::list(Field field, std::vector<std::string>& into) {
  if (!has(field)) return;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns[i].target.field != field || taken[i] != 0) continue;
    const Cell& from = cells[i];
    if (from.json != nullptr && from.json->array() != nullptr) {
      std::vector<std::string> parts;
      bool whole = true;
      bool objects = false;
      for (const Value& part : *from.json->array()) {
        auto text = text_of(part);
        whole &= text.has_value();
        objects |= part.object() != nullptr;
        if (text && !trimmed(*text).empty()) parts.emplace_back(trimmed(*text));
      }
      if (!whole) continue;
      std::ranges::move(parts, std::back_inserter(into));
      taken[i] = objects ? 0 : 1;
      continue;
    }
    std::string scratch;
    const auto text = text_in(from, scratch);
    if (!text) continue;
    (field == Field::kTags || field == Field::kSkills ? split_tags : split_lines)(*text, into);
    taken[i] = from.json != nullptr && from.json->object() != nullptr ? 0 : 1;
  }
}

Value Record::extra() {
  Value out;
  const auto add = [&](std::string_view name, Value value, bool repeated) {
    if (repeated && out.object() != nullptr) {
      for (Value::Member& member : *out.object()) {
        if (member.first != name) continue;
        member.second.push(std::move(value));
        return;
      }
    }
    if (repeated) value = Value::Array{std::move(value)};
    out.set(std::string(name), std::move(value));
  };
  const auto merge = [&](const Value& object) {
    for (const auto& [name, value] : *object.object()) add(name, value, false);
  };
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& from = cells[i];
    if (taken[i] != 0) {
      const auto rest = std::ranges::find(leftovers, i, &std::pair<std::size_t, Value>::first);
      if (rest != leftovers.end()) add(from.name, std::move(rest->second), columns[i].repeated);
    } else if (from.json == nullptr) {
      if (trimmed(from.text).empty()) continue;
      Value parsed;
      // What ckm export puts into its column extra.
      if (columns[i].target.field == Field::kExtra && json::parse_line(from.text, parsed).reason.empty() &&
          parsed.object() != nullptr) {
        merge(parsed);
      } else {
        add(from.name, Value(from.text), columns[i].repeated);
      }
    } else if (columns[i].target.field == Field::kExtra && from.json->object() != nullptr) {
      merge(*from.json);
    } else if (!from.json->is_null() && (from.json->string() == nullptr || !from.json->string()->empty())) {
      add(from.name, *from.json, columns[i].repeated);
    }
  }
  return out;
}

}  // namespace ckm::formats
