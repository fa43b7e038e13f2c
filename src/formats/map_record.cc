#include "formats/map_record.hh"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <string>

#include "formats/date.hh"
#include "formats/record.hh"

namespace ckm::formats {
namespace {

constexpr std::string_view kBodyPart = "body";
constexpr std::string_view kTimePart = "at";

// What a path leads to: a cell as it is, or a value somewhere within one.
struct Reached {
  std::size_t cell = 0;
  bool whole = false;        // The cell itself.
  std::optional<Value> own;  // What was gathered from an array.
  const Value* json = nullptr;
  std::string_view text;

  [[nodiscard]] Cell as_cell() const { return {{}, own ? &*own : json, text}; }
};

// Follows the names of a path from a value on; of an array into each element.
void follow(const Value& value, std::string_view path, std::vector<const Value*>& out) {
  if (const Value::Array* elements = value.array(); elements != nullptr && !path.empty()) {
    for (const Value& element : *elements) follow(element, path, out);
    return;
  }
  if (path.empty()) {
    if (!value.is_null()) out.push_back(&value);
    return;
  }
  if (value.object() == nullptr) return;
  if (const Value* whole = value.find(path)) {  // A name may have dots in it.
    if (!whole->is_null()) out.push_back(whole);
    return;
  }
  const std::size_t dot = path.find('.');
  const Value* const member = value.find(path.substr(0, dot));
  if (member != nullptr && dot != std::string_view::npos) follow(*member, path.substr(dot + 1), out);
}

// One value as it is, also one that is there several times; else an array.
std::optional<Value> gathered(const std::vector<const Value*>& found) {
  if (found.empty()) return std::nullopt;
  const bool one =
      std::ranges::all_of(found, [&](const Value* value) { return value->array() == nullptr && *value == *found.front(); });
  if (one || found.size() == 1) return *found.front();
  Value all = Value::Array{};
  for (const Value* value : found) {
    if (value->array() == nullptr) {
      all.push(*value);
      continue;
    }
    for (const Value& element : *value->array()) all.push(element);
  }
  return all;
}

std::optional<Reached> reach(std::span<const Cell> cells, std::string_view path) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].name == path) return Reached{i, true, std::nullopt, cells[i].json, cells[i].text};
  }
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].name != path.substr(0, dot) || cells[i].json == nullptr) continue;
    std::vector<const Value*> found;
    follow(*cells[i].json, path.substr(dot + 1), found);
    auto own = gathered(found);
    if (own) return Reached{i, false, std::move(own), nullptr, {}};
  }
  return std::nullopt;
}

// Takes what a path leads to out of an object, and what that leaves empty with it. Within arrays nothing: their elements have
// more to them.
void erase(Value& object, std::string_view path) {
  if (object.object() == nullptr) return;
  Value::Object& members = *object.object();
  auto member = std::ranges::find(members, path, &Value::Member::first);
  if (member == members.end()) {
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos) return;
    member = std::ranges::find(members, path.substr(0, dot), &Value::Member::first);
    if (member == members.end()) return;
    erase(member->second, path.substr(dot + 1));
    if (member->second.object() == nullptr || !member->second.object()->empty()) return;
  }
  members.erase(member);
}

std::string text_of_cell(const Cell& cell) {
  if (cell.json == nullptr) return std::string(trimmed(cell.text));
  const auto text = text_of(*cell.json);
  return text ? std::string(trimmed(*text)) : std::string();
}

// The text of a rule with each {path} replaced; empty where all of these are.
std::string filled(std::string_view pattern, std::span<const Cell> cells) {
  std::string out;
  bool any = false;
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('{'), pattern.size());
    out += pattern.substr(0, open);
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) {
      out += pattern.substr(open);
      break;
    }
    const auto found = reach(cells, pattern.substr(open + 1, close - open - 1));
    const std::string value = found ? text_of_cell(found->as_cell()) : std::string();
    any |= !value.empty();
    out += value;
    pattern.remove_prefix(close + 1);
  }
  return any ? std::string(trimmed(out)) : std::string();
}

// A date as strptime(3) reads it, in ISO 8601; as it was where that is none.
std::string read_date(const std::string& text, const std::string& format) {
  std::tm parts{};
  const char* const end = strptime(text.c_str(), format.c_str(), &parts);
  if (end == nullptr || *end != '\0') return text;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                     parts.tm_min, parts.tm_sec);
}

bool translates(const Rule& rule) {
  return rule.expression != nullptr || !rule.values.empty() || !rule.date_format.empty() || !rule.lookup.empty() ||
         !rule.split.empty() || !rule.line_break.empty();
}

// One level of a path.
std::string as_level(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '/') out += "／";
    else out.push_back(c);
  }
  return out;
}

// The same path with / between its levels; a / within one becomes a full-width one, so that it stays one level.
std::string as_path(std::string_view text, std::string_view split) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(split)) {
      out += '/';
      at += split.size();
      continue;
    }
    if (text[at] == '/') out += "／";
    else out += text[at];
    ++at;
  }
  return out;
}

std::string with_lines(std::string_view text, std::string_view line_break) {
  std::string out;
  for (;;) {
    const std::size_t at = text.find(line_break);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(at + line_break.size());
  }
}

// What the groups of an expression hold, or all that it fits where it has none; empty where it doesn't fit.
std::string matched(const re2::RE2& expression, const std::string& join, const std::string& text) {
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1);
  if (!expression.Match(text, 0, text.size(), re2::RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) return {};
  if (groups.size() > 1) groups.erase(groups.begin());
  std::string out;
  for (const re2::StringPiece& group : groups) {
    if (!group.empty()) out.append(out.empty() ? "" : join).append(group.data(), group.size());
  }
  return out;
}

std::string translated(const Rule& rule, const RecordMap& map, std::string text) {
  if (rule.expression != nullptr) text = matched(*rule.expression, rule.join, text);
  const auto code = std::ranges::find(rule.values, text, &std::pair<std::string, std::string>::first);
  if (code != rule.values.end()) return code->second;
  if (!rule.lookup.empty()) {
    const Lookup& table = map.lookups.at(rule.lookup);
    const auto found = table.find(text);
    if (found != table.end()) return found->second;
  }
  if (!rule.split.empty()) return as_path(text, rule.split);
  if (!rule.line_break.empty()) return with_lines(text, rule.line_break);
  return rule.date_format.empty() ? text : read_date(text, rule.date_format);
}

// The same of a value, of an array each element; a list is cut.
Value translated(Field field, const Rule& rule, const RecordMap& map, const Cell& cell) {
  Value out = Value::Array{};
  const auto one = [&](const Cell& from) {
    if (!is_list(field) || rule.split.empty()) {
      out.push(Value(translated(rule, map, text_of_cell(from))));
      return;
    }
    const std::string text = text_of_cell(from);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(rule.split, at), text.size());
      if (const std::string_view part = trimmed(std::string_view(text).substr(at, end - at)); !part.empty())
        out.push(Value(part));
      at = end + rule.split.size();
    }
  };
  if (cell.json != nullptr && cell.json->array() != nullptr) {
    for (const Value& element : *cell.json->array()) one({{}, &element, {}});
  } else {
    one(cell);
    if (!is_list(field)) return std::move(out.array()->front());
  }
  return out;
}

}  // namespace

bool MappedRecord::skips(std::span<const Cell> cells) const {
  return std::ranges::any_of(map_.skip, [&](const std::string& path) {
    const auto found = reach(cells, path);
    return found && !is_empty(found->as_cell());
  });
}

model::Kind MappedRecord::kind(std::span<const Cell> cells) const {
  const auto found = map_.kind_column.empty() ? std::nullopt : reach(cells, map_.kind_column);
  if (!found) return map_.kind;
  const auto kind = std::ranges::find(map_.kinds, text_of_cell(found->as_cell()), &std::pair<std::string, model::Kind>::first);
  return kind == map_.kinds.end() ? map_.kind : kind->second;
}

void MappedRecord::leave_out(std::span<const Cell> cells, std::size_t cell, std::string_view path) {
  const auto at = rests_.try_emplace(cell, *cells[cell].json).first;
  erase(at->second, path.substr(cells[cell].name.size() + 1));
}

void MappedRecord::put(Cell cell) {
  has_[static_cast<std::size_t>(cell.field)] = 1;
  mapped_.push_back(cell);
}

void MappedRecord::add_joined(Field field, const Rule& rule, std::span<const Cell> cells) {
  std::string text;
  std::string_view name;
  for (const std::string& path : rule.from) {
    const auto found = reach(cells, path);
    const Cell cell = found ? found->as_cell() : Cell{};
    std::vector<std::string> parts;
    if (cell.json != nullptr && cell.json->array() != nullptr) {
      for (const Value& element : *cell.json->array()) parts.push_back(text_of_cell({{}, &element, {}}));
    } else if (found) {
      parts.push_back(text_of_cell(cell));
    }
    for (std::string& part : parts) {
      if (field == Field::kCategory) part = as_level(part);
      if (!part.empty()) text.append(text.empty() ? "" : rule.join).append(part);
    }
    if (text.empty()) return;
    if (name.empty()) name = path;
    if (found && found->whole) taken_[found->cell] = 1;
    else if (found) leave_out(cells, found->cell, path);
  }
  put({name, &values_.emplace_back(std::move(text)), {}, field});
}

void MappedRecord::add(Field field, const Rule& rule, std::span<const Cell> cells) {
  if (has_[static_cast<std::size_t>(field)] != 0 && !is_list(field)) return;
  if (rule.constant) {
    put({"constant", &values_.emplace_back(*rule.constant), {}, field});
    return;
  }
  if (!rule.text.empty()) {
    if (std::string text = filled(rule.text, cells); !text.empty())
      put({"text", &values_.emplace_back(std::move(text)), {}, field});
    return;
  }
  if (!rule.join.empty() && rule.expression == nullptr) {
    add_joined(field, rule, cells);
    return;
  }
  bool found_one = false;
  const auto take = [&](Reached found, std::string_view path) {
    if (is_empty(found.as_cell()) || (found_one && !is_list(field))) return;
    Cell cell{found.whole ? cells[found.cell].name : path, found.json, found.text, field};
    if (translates(rule)) cell.json = &values_.emplace_back(translated(field, rule, map_, found.as_cell()));
    else if (found.own) cell.json = &values_.emplace_back(*std::move(found.own));
    if (is_empty(cell)) return;
    found_one = true;
    // Of what an expression cuts something out there is more; what a date's format read stays beside the time.
    cell.made = !rule.date_format.empty() && cell.json != nullptr && cell.json->to_text() != text_of_cell(found.as_cell());
    const bool cut = rule.expression != nullptr && cell.json->to_text() != text_of_cell(cells[found.cell]);
    if (found.whole && !cut && !cell.made) taken_[found.cell] = 1;
    put(cell);
  };
  for (const std::string& path : rule.from) {
    bool column = false;  // Lists repeat a column's name.
    for (std::size_t i = 0; i < cells.size() && is_list(field); ++i) {
      if (cells[i].name != path) continue;
      column = true;
      take({i, true, std::nullopt, cells[i].json, cells[i].text}, path);
    }
    if (column) continue;
    auto found = reach(cells, path);
    if (!found) continue;
    const bool stays = rule.expression != nullptr || !rule.date_format.empty();
    if (!found->whole && !stays) leave_out(cells, found->cell, path);
    take(*std::move(found), path);
  }
}

Value MappedRecord::message(std::span<const Cell> members) const {
  Value out;
  for (const auto& [part, rule] : map_.message_parts) {
    if (!out.is_null() && out.find(part) != nullptr) continue;
    std::string text = rule.constant ? *rule.constant : rule.text.empty() ? std::string() : filled(rule.text, members);
    for (const std::string& from : rule.from) {
      const auto value = reach(members, from);
      if (const Value* const json = value && part == kBodyPart ? value->as_cell().json : nullptr;
          json != nullptr && json->object() != nullptr) {
        out.set(part, *json);  // A document.
        break;
      }
      if (value) text = translated(rule, map_, text_of_cell(value->as_cell()));
      if (!text.empty()) break;
    }
    if (!text.empty() && (out.is_null() || out.find(part) == nullptr))
      out.set(part, rule.from.empty() ? translated(rule, map_, std::move(text)) : std::move(text));
  }
  return out;
}

// date;author;body, as one text; one that is not written so is a body.
Value MappedRecord::cut_message(std::string_view text) const {
  const std::string_view whole = text;
  Value out;
  bool cut = true;
  for (std::size_t i = 0; i < map_.message_parts.size() && cut; ++i) {
    const bool last = i + 1 == map_.message_parts.size();
    const std::size_t end = last ? text.size() : text.find(map_.cut);
    cut = end != std::string_view::npos;
    const std::string_view part = trimmed(text.substr(0, end));
    const std::string& name = map_.message_parts[i].first;
    cut = cut && (name != kTimePart || read_date(part, dates_).has_value());
    if (!part.empty()) out.set(name, part);
    if (cut) text.remove_prefix(std::min(end + map_.cut.size(), text.size()));
  }
  return cut ? out : Value(Value::Object{{std::string(kBodyPart), Value(trimmed(whole))}});
}

// Also what holds nothing is said.
bool MappedRecord::says(Field field, std::span<const Cell> cells) const {
  return std::ranges::any_of(map_.fields, [&](const auto& rule) {
    return rule.first == field &&
           (rule.second.from.empty() ||
            std::ranges::any_of(rule.second.from, [&](const std::string& path) { return reach(cells, path).has_value(); }));
  });
}

void MappedRecord::add_messages(std::span<const Cell> cells) {
  Value messages = Value::Array{};
  const auto add = [&](Value one) {
    // What has no text is an event of the desk's own, such as a change of the state.
    if (one.find("body") != nullptr) messages.push(std::move(one));
  };
  for (const std::string& path : map_.messages) {
    if (path == kRecordItself) {
      add(message(cells));
      for (const auto& [part, rule] : map_.message_parts) {
        for (const std::string& from : rule.from) {
          const auto found = reach(cells, from);
          if (found && found->whole) taken_[found->cell] = 1;
          else if (found) leave_out(cells, found->cell, from);
        }
      }
      continue;
    }
    for (std::size_t i = 0; i < cells.size() && !map_.cut.empty(); ++i) {
      said_.thread |= cells[i].name == path;
      if (cells[i].name != path || is_empty(cells[i])) continue;
      add(cut_message(text_of_cell(cells[i])));
      taken_[i] = 1;
    }
    const auto found = map_.cut.empty() ? reach(cells, path) : std::nullopt;
    const Value* const list = found ? found->as_cell().json : nullptr;
    if (list == nullptr || list->array() == nullptr) continue;
    said_.thread = true;
    for (const Value& element : *list->array()) {
      if (element.object() == nullptr) {
        if (!element.is_null()) add(Value(Value::Object{{"body", Value(element.to_text())}}));
        continue;
      }
      std::vector<Cell> members;
      for (const auto& [member, value] : *element.object()) members.push_back({member, &value, {}});
      add(message(members));
    }
    if (found->whole) taken_[found->cell] = 1;
    else leave_out(cells, found->cell, path);
  }
  if (messages.array()->empty()) return;
  if (map_.messages_open) std::erase_if(mapped_, [](const Cell& cell) { return cell.field == Field::kBody; });
  mapped_.push_back({"messages", &values_.emplace_back(std::move(messages)), {}, Field::kMessages});
}

std::span<const Cell> MappedRecord::apply(std::span<const Cell> cells) {
  values_.clear();
  mapped_.clear();
  rests_.clear();
  taken_.assign(cells.size(), 0);
  has_.fill(0);
  said_ = {false, says(Field::kBody, cells), says(Field::kAnswer, cells), map_.messages_open};
  for (const auto& [field, rule] : map_.fields) add(field, rule, cells);
  if (!map_.messages.empty()) add_messages(cells);
  for (const std::string& path : map_.drop) {
    const auto found = path.find('.') == std::string::npos ? std::nullopt : reach(cells, path);
    if (found && !found->whole) leave_out(cells, found->cell, path);
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (taken_[i] != 0 || std::ranges::find(map_.drop, cells[i].name) != map_.drop.end()) continue;
    const auto rest = rests_.find(i);
    if (rest == rests_.end() || rest->second.object() == nullptr) mapped_.push_back(cells[i]);
    else if (!rest->second.object()->empty()) mapped_.push_back({cells[i].name, &rest->second, {}});
  }
  return mapped_;
}

}  // namespace ckm::formats
