// Reading maps: TOML to RecordMap, with errors that say where.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/json.hh"
#include "base/suggest.hh"
#include "base/toml.hh"
#include "formats/record.hh"
#include "formats/record_map.hh"
#include "model/ref.hh"
#include "text/time_zone.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kLargestTable = std::size_t{64} << 20U;
constexpr std::string_view kRuleForm =
    "write \"column\", [\"first\", \"second\"] or { from = \"column\", values = { 1 = \"open\" } }; see ckm-map(5)";

class MapReader {
 public:
  MapReader(std::string_view name, std::optional<std::string> folder) : name_(name), folder_(std::move(folder)) {}

  RecordMap read(std::string_view toml) {
    const Value root = toml::parse(toml, name_);
    static const std::vector<std::string> kKeys = {"name",   "summary", "kind",      "names",  "columns",  "skip",
                                                   "drop",   "zone",    "day_order", "fields", "messages", "lookup",
                                                   "source", "part",    "keep",      "beside"};
    check_keys(root, kKeys, "a map");
    text(root, "name", map_.name);
    text(root, "summary", map_.summary);
    if (map_.name.empty()) throw mistake(root, "the map has no name", "write name = \"helpdesk\": it becomes the source");
    if (map_.name.find_first_of("/\n\r\t") != std::string::npos)
      throw mistake(*root.find("name"), "the name can't be that of a source", "choose one without /");
    text(root, "source", map_.source);
    if (map_.source.empty()) map_.source = map_.name;
    if (map_.source.find_first_of("/\n\r\t") != std::string::npos || map_.source == model::kLocalSource)
      throw mistake(*root.find("source"), "that can't be the name of a source", "choose one without /");
    kind(root);
    truth(root, "part", map_.part);
    names(root);
    list(root, "columns", map_.columns);
    list(root, "skip", map_.skip);
    list(root, "drop", map_.drop);
    list(root, "keep", map_.keep);
    beside(root);
    dates(root);
    fields(root);
    messages(root);
    if (map_.part && (map_.kind != model::Kind::kTicket || (!map_.has(Field::kExternalId) && !map_.has(Field::kInternalId)) ||
                      map_.messages.empty()))
      throw mistake(*root.find("part"), "a part of a ticket needs its ticket's external_id or internal_id, and messages",
                    "name the ticket's column in [fields], and from = \".\" in [messages]");
    if (const Value* tables = root.find("lookup")) lookups(*tables);
    check_lookups(root);
    return std::move(map_);
  }

 private:
  [[nodiscard]] Error mistake(const Value& at, const std::string& what, std::string hint) const {
    const std::string place = at.line == 0 ? name_ : fmt::format("{}:{}:{}", name_, at.line, at.column);
    return {Exit::kInput, fmt::format("{}: {}", place, what), std::move(hint)};
  }

  void check_keys(const Value& table, const std::vector<std::string>& known, std::string_view what) const {
    if (table.object() == nullptr) throw mistake(table, fmt::format("{} is a table", what), "see ckm-map(5)");
    for (const auto& [key, value] : *table.object()) {
      if (std::ranges::find(known, key) == known.end())
        throw mistake(value, fmt::format("{} knows no '{}'", what, key), did_you_mean(key, known, "see ckm-map(5)"));
    }
  }

  void text(const Value& table, std::string_view key, std::string& into) const {
    const Value* const value = table.find(key);
    if (value == nullptr) return;
    if (value->string() == nullptr) throw mistake(*value, fmt::format("{} is no text", key), "write it in quotes");
    into = *value->string();
  }

  void truth(const Value& table, std::string_view key, bool& into) const {
    const Value* const value = table.find(key);
    if (value == nullptr) return;
    if (value->boolean() == nullptr) throw mistake(*value, fmt::format("{} is true or false", key), "see ckm-map(5)");
    into = *value->boolean();
  }

  void list(const Value& table, std::string_view key, std::vector<std::string>& into) const {
    const Value* const value = table.find(key);
    if (value != nullptr) into = texts(*value, key);
  }

  // A text, or several.
  [[nodiscard]] std::vector<std::string> texts(const Value& value, std::string_view key) const {
    const std::string* const one = value.string();
    if (one != nullptr && !one->empty()) return {*one};
    std::vector<std::string> out;
    if (value.array() != nullptr) {
      for (const Value& element : *value.array()) {
        if (element.string() != nullptr && !element.string()->empty()) out.push_back(*element.string());
      }
    }
    if (value.array() == nullptr || out.size() != value.array()->size() || out.empty())
      throw mistake(value, fmt::format("{} is neither a name nor a list of names", key), std::string(kRuleForm));
    return out;
  }

  // A list of names, or several such lists.
  void names(const Value& root) {
    const Value* const value = root.find("names");
    if (value == nullptr) return;
    const bool several = value->array() != nullptr && !value->array()->empty() && value->array()->front().array() != nullptr;
    if (!several) map_.names.push_back(texts(*value, "names"));
    else
      for (const Value& one : *value->array()) map_.names.push_back(texts(one, "names"));
  }

  void beside(const Value& root) {
    const Value* const value = root.find("beside");
    if (value == nullptr) return;
    if (value->object() == nullptr) throw mistake(*value, "beside is no table", "beside = { users = \"zendesk-users\" }");
    for (const auto& [member, map] : *value->object()) {
      if (map.string() == nullptr) throw mistake(map, "a map is named by a text", "beside = { users = \"zendesk-users\" }");
      map_.beside.emplace_back(member, *map.string());
    }
  }

  [[nodiscard]] model::Kind one_kind(const Value& value) const {
    const auto found = value.string() == nullptr ? std::nullopt : model::kind_from_name(*value.string());
    if (!found)
      throw mistake(value, fmt::format("'{}' is no kind that a map can make", value.to_text()),
                    "one of: " + fmt::format("{}", fmt::join(model::all_kinds(), ", ")));
    return *found;
  }

  void kind(const Value& root) {
    const Value* const value = root.find("kind");
    if (value == nullptr) return;
    if (value->object() == nullptr) {
      map_.kind = one_kind(*value);
      return;
    }
    static const std::vector<std::string> kKeys = {"from", "values"};
    check_keys(*value, kKeys, "a kind");
    text(*value, "from", map_.kind_column);
    const Value* const codes = value->find("values");
    if (map_.kind_column.empty() || codes == nullptr || codes->object() == nullptr || codes->object()->empty())
      throw mistake(*value, "kind is neither a name nor a column with values",
                    "write kind = { from = \"role\", values = { user = \"customer\", agent = \"person\" } }");
    for (const auto& [code, kind] : *codes->object()) map_.kinds.emplace_back(code, one_kind(kind));
    map_.kind = map_.kinds.front().second;
  }

  void dates(const Value& root) {
    text(root, "zone", map_.dates.zone);
    if (!map_.dates.zone.empty() && !text::zone_offset(map_.dates.zone, 0))
      throw mistake(*root.find("zone"), fmt::format("there is no time zone '{}'", map_.dates.zone),
                    "name it like Asia/Shanghai or Europe/Berlin");
    std::string order;
    text(root, "day_order", order);
    if (order.empty()) return;
    if (order != "day" && order != "month")
      throw mistake(*root.find("day_order"), fmt::format("day_order is day or month, not '{}'", order),
                    "what comes first in 3/5/26");
    map_.dates.order = order == "day" ? DayOrder::kDayFirst : DayOrder::kMonthFirst;
  }

  [[nodiscard]] Rule rule(const Value& value, std::string_view key) const {
    Rule out;
    if (value.object() == nullptr) {
      out.from = texts(value, key);
      return out;
    }
    static const std::vector<std::string> kKeys = {"from",   "text",  "constant", "values", "date_format",
                                                   "lookup", "split", "match",    "join",   "line_break"};
    check_keys(value, kKeys, "a field of a map");
    list(value, "from", out.from);
    text(value, "text", out.text);
    text(value, "date_format", out.date_format);
    text(value, "lookup", out.lookup);
    text(value, "split", out.split);
    text(value, "line_break", out.line_break);
    text(value, "join", out.join);
    text(value, "match", out.match);
    if (const Value* pattern = value.find("match")) out.expression = expression(*pattern);
    if (const Value* constant = value.find("constant")) out.constant = constant->to_text();
    if (const Value* codes = value.find("values")) {
      if (codes->object() == nullptr) throw mistake(*codes, "values is no table", std::string(kRuleForm));
      for (const auto& [code, meaning] : *codes->object()) out.values.emplace_back(code, meaning.to_text());
    }
    if (out.from.empty() && (!out.match.empty() || !out.join.empty()))
      throw mistake(value, fmt::format("{} has match or join without from", key), "name the columns: from = [\"a\", \"b\"]");
    const int sources = (out.from.empty() ? 0 : 1) + (out.text.empty() ? 0 : 1) + (out.constant ? 1 : 0);
    if (sources != 1) throw mistake(value, fmt::format("{} has not one of from, text and constant", key), std::string(kRuleForm));
    return out;
  }

  [[nodiscard]] std::shared_ptr<const re2::RE2> expression(const Value& value) const {
    if (value.string() == nullptr || value.string()->empty()) throw mistake(value, "match is no text", "write it in quotes");
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto out = std::make_shared<const re2::RE2>(*value.string(), options);
    if (!out->ok())
      throw mistake(value, fmt::format("match is no regular expression: {}", out->error()), "mend it as RE2 writes them");
    return out;
  }

  // One rule, or several in a list.
  template <typename Key>
  void rules(const Value& value, std::string_view name, const Key& key, std::vector<std::pair<Key, Rule>>& into) const {
    const Value::Array* const several = value.array();
    const bool tables =
        several != nullptr && std::ranges::any_of(*several, [](const Value& one) { return one.object() != nullptr; });
    if (!tables) into.emplace_back(key, rule(value, name));
    else
      for (const Value& one : *several) into.emplace_back(key, rule(one, name));
  }

  void fields(const Value& root) {
    const Value* const table = root.find("fields");
    if (table == nullptr) return;
    std::vector<model::Kind> kinds = {map_.kind};
    for (const auto& [code, kind] : map_.kinds) kinds.push_back(kind);
    std::vector<std::string> known;
    for (const model::Kind kind : kinds) {
      for (const AliasRow& row : aliases(kind)) known.emplace_back(field_name(row.field, kind));
    }
    check_keys(*table, known, fmt::format("a {}", model::info(map_.kind).name));
    for (const auto& [key, value] : *table->object()) {
      std::optional<Field> field;
      for (auto kind = kinds.begin(); !field; ++kind) field = field_from_name(key, *kind);
      rules(value, key, *field, map_.fields);
    }
  }

  void messages(const Value& root) {
    const Value* const table = root.find("messages");
    if (table == nullptr) return;
    if (map_.kind != model::Kind::kTicket) throw mistake(*table, "only tickets have messages", "see ckm-map(5)");
    std::vector<std::string> known(kMessageParts.begin(), kMessageParts.end());
    known.insert(known.end(), {"from", "cut", "parts", "opening"});
    check_keys(*table, known, "a message");
    list(*table, "from", map_.messages);
    if (map_.messages.empty()) throw mistake(*table, "the messages have no from", "name the array that they stand in");
    text(*table, "cut", map_.cut);
    truth(*table, "opening", map_.messages_open);
    for (const auto& [key, value] : *table->object()) {
      if (key != "from" && key != "cut" && key != "parts" && key != "opening") rules(value, key, key, map_.message_parts);
    }
    if (map_.cut.empty()) return;
    std::vector<std::string> parts;
    list(*table, "parts", parts);
    for (const std::string& part : parts) {
      if (std::ranges::find(kMessageParts, part) == kMessageParts.end())
        throw mistake(*table->find("parts"), fmt::format("a message has no '{}'", part),
                      did_you_mean(part, {kMessageParts.begin(), kMessageParts.end()}, "see ckm-map(5)"));
      map_.message_parts.emplace_back(part, Rule());
    }
    if (parts.empty()) throw mistake(*table, "what the texts are cut into is not said", "parts = [\"at\", \"author\", \"body\"]");
  }

  void lookups(const Value& tables) {
    if (tables.object() == nullptr) throw mistake(tables, "lookup is no table", "see ckm-map(5)");
    static const std::vector<std::string> kKeys = {"file", "key", "value"};
    for (const auto& [name, table] : *tables.object()) {
      check_keys(table, kKeys, "a lookup");
      std::string file;
      std::string key;
      std::string value;
      text(table, "file", file);
      text(table, "key", key);
      text(table, "value", value);
      if (file.empty() || key.empty() || value.empty())
        throw mistake(table, fmt::format("the lookup {} has not all of file, key and value", name), "see ckm-map(5)");
      if (!folder_) throw mistake(table, "a shipped map has no files beside it", "see ckm-map(5)");
      map_.lookups.emplace(name, read_table(file.starts_with('/') ? file : *folder_ + file, key, value));
    }
  }

  // An array of objects in JSON, alone or as the first one inside an object, or JSON lines.
  [[nodiscard]] static Lookup read_table(const std::string& path, const std::string& key, const std::string& value) {
    FileSource in(path);
    std::string text;
    for (std::size_t n = 1; n > 0;) {
      const std::size_t at = text.size();
      if (at > kLargestTable)
        throw Error(Exit::kInput, fmt::format("{}: a table over {} MiB", path, kLargestTable >> 20U),
                    "look things up in a smaller one");
      text.resize(at + 65536);
      n = in.read(std::span(text).subspan(at));
      text.resize(at + n);
    }
    Lookup out;
    const Value root = json::parse(text, path);
    const Value* rows = &root;
    if (root.object() != nullptr) {
      const auto found =
          std::ranges::find_if(*root.object(), [](const auto& member) { return member.second.array() != nullptr; });
      if (found != root.object()->end()) rows = &found->second;
    }
    if (rows->array() == nullptr)
      throw Error(Exit::kInput, fmt::format("{}: no array of objects", path),
                  "a table is JSON: [{\"id\": 1, \"name\": \"…\"}, …]");
    for (const Value& row : *rows->array()) {
      const Value* const id = row.find(key);
      const Value* const meaning = row.find(value);
      if (id != nullptr && meaning != nullptr) out.emplace(id->to_text(), meaning->to_text());
    }
    return out;
  }

  void check_lookups(const Value& root) const {
    const auto check = [&](const Rule& rule) {
      if (!rule.lookup.empty() && !map_.lookups.contains(rule.lookup))
        throw mistake(root, fmt::format("there is no lookup '{}'", rule.lookup),
                      fmt::format("add [lookup.{}] with file, key and value", rule.lookup));
    };
    for (const auto& [field, rule] : map_.fields) check(rule);
    for (const auto& [part, rule] : map_.message_parts) check(rule);
  }

  std::string name_;
  std::optional<std::string> folder_;
  RecordMap map_;
};

}  // namespace

RecordMap parse_map(std::string_view toml, std::string_view name, std::optional<std::string> folder) {
  return MapReader(name, std::move(folder)).read(toml);
}

}  // namespace ckm::formats
