#include "cli/import_print.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ranges>
#include <utility>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/json.hh"
#include "base/out_file.hh"
#include "base/utf8.hh"
#include "formats/mapping.hh"
#include "formats/repair_fields.hh"

namespace ckm::cli {
namespace {

// Tells of rejections and notes; of records its descendants do something.
class TellingSink : public formats::Sink {
 public:
  TellingSink(const Context& context, std::string name) : context_(context), name_(std::move(name)) {}
  bool reject(formats::Rejection&& rejection) override {
    ++rejected_;
    if (rejects_ != nullptr && reading_ != nullptr) rejects_->add(rejection, *reading_);
    context_.say(fmt::format("{}: rejected: {}", place_text(name_, rejection.place), rejection.reason));
    return interrupted() == 0;
  }
  void table(std::string_view delimiter) override {
    if (rejects_ != nullptr) rejects_->table(delimiter);
  }
  void header(std::string_view raw) override {
    if (rejects_ != nullptr && reading_ != nullptr) rejects_->header(raw, *reading_);
  }
  // Where rejections go; both may be null.
  void keep(RejectFile* rejects, const Reading* reading) {
    rejects_ = rejects;
    reading_ = reading;
  }
  void note(std::string_view text) override { context_.say(fmt::format("note: {} {}", name_, text)); }
  [[nodiscard]] std::int64_t rejected() const { return rejected_; }

 private:
  const Context& context_;
  std::string name_;
  RejectFile* rejects_ = nullptr;
  const Reading* reading_ = nullptr;
  std::int64_t rejected_ = 0;
};

class PrintSink final : public TellingSink {
 public:
  PrintSink(const Context& context, std::string name, bool raw, bool repair)
      : TellingSink(context, std::move(name)), raw_(raw), repair_(repair) {}
  bool ticket(model::Ticket&& ticket, const model::Origin& origin, formats::Place) override {
    if (repair_ && !origin.exported) formats::repair_fields(ticket);
    return print(model::Kind::kTicket, model::to_value(ticket));
  }
  bool article(model::Article&& article, const model::Origin& origin, formats::Place) override {
    if (repair_ && !origin.exported) formats::repair_fields(article);
    return print(article.kind, model::to_value(article));
  }
  bool entry(model::Entry&& entry, const model::Origin&, formats::Place) override {
    return print(model::kind_of(entry), model::to_value(entry));
  }
  [[nodiscard]] std::int64_t printed() const { return printed_; }
  [[nodiscard]] bool wants_raw() const override { return raw_; }
  bool raw(std::span<const formats::Cell> cells, formats::Place) override {
    Value record = Value::Object{};
    for (const formats::Cell& cell : cells) {
      Value value = cell.json != nullptr ? *cell.json : Value(cell.text);
      // A name that is repeated is a list.
      Value::Object& members = *record.object();
      const auto same = std::ranges::find(members, cell.name, &Value::Member::first);
      if (same == members.end()) {
        record.set(std::string(cell.name), std::move(value));
        continue;
      }
      if (same->second.array() == nullptr) same->second = Value::Array{std::move(same->second)};
      same->second.push(std::move(value));
    }
    return line(record);
  }

 private:
  bool print(model::Kind kind, const Value& item) {
    Value record;
    record.set("kind", model::info(kind).name);
    for (const auto& [name, value] : *item.object()) {
      if (name != "kind") record.set(name, value);
    }
    return line(record);
  }
  bool line(const Value& record) {
    ++printed_;
    write_stdout(json::dump(record) + "\n");
    return interrupted() == 0;
  }
  bool raw_;
  bool repair_;
  std::int64_t printed_ = 0;
};

// Reads until the look has seen enough.
class LookingSink final : public TellingSink {
 public:
  LookingSink(const Context& context, std::string name, const formats::Look& look)
      : TellingSink(context, std::move(name)), look_(look) {}
  bool ticket(model::Ticket&&, const model::Origin&, formats::Place) override { return more(); }
  bool article(model::Article&&, const model::Origin&, formats::Place) override { return more(); }
  bool entry(model::Entry&&, const model::Origin&, formats::Place) override { return more(); }
  bool reject(formats::Rejection&&) override { return more(); }  // The map is there to be mended.

 private:
  [[nodiscard]] bool more() const { return look_.records < formats::Look::kRecords && interrupted() == 0; }
  const formats::Look& look_;
};

std::string quoted(std::string_view text) { return json::dump(Value(text)); }

std::string name_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "" : ", ").append(quoted(name));
  return names.size() == 1 ? out : fmt::format("[{}]", out);
}

std::string rule_text(const formats::Rule& rule) {
  std::string out;
  const auto add = [&](std::string_view key, std::string value) {
    out += fmt::format("{}{} = {}", out.empty() ? "{ " : ", ", key, value);
  };
  if (!rule.from.empty() && rule.values.empty() && rule.date_format.empty() && rule.lookup.empty() && rule.split.empty() &&
      rule.line_break.empty() && rule.match.empty() && rule.join.empty())
    return name_list(rule.from);
  if (rule.constant) add("constant", quoted(*rule.constant));
  if (!rule.text.empty()) add("text", quoted(rule.text));
  if (!rule.from.empty()) add("from", name_list(rule.from));
  if (!rule.date_format.empty()) add("date_format", quoted(rule.date_format));
  if (!rule.lookup.empty()) add("lookup", quoted(rule.lookup));
  if (!rule.split.empty()) add("split", quoted(rule.split));
  if (!rule.line_break.empty()) add("line_break", quoted(rule.line_break));
  if (!rule.match.empty()) add("match", quoted(rule.match));
  if (!rule.join.empty()) add("join", quoted(rule.join));
  if (!rule.values.empty()) {
    std::string values;
    for (const auto& [code, meaning] : rule.values)
      values += fmt::format("{}{} = {}", values.empty() ? "{ " : ", ", quoted(code), quoted(meaning));
    add("values", values + " }");
  }
  return out + " }";
}

// Rules that stand for one another, of a field or of a message's part.
template <typename Key>
std::vector<std::pair<Key, std::string>> rule_texts(const std::vector<std::pair<Key, formats::Rule>>& rules) {
  std::vector<std::pair<Key, std::string>> out;
  for (std::size_t i = 0; i < rules.size();) {
    std::vector<std::string> texts;
    const Key& key = rules[i].first;
    for (; i < rules.size() && rules[i].first == key; ++i) texts.push_back(rule_text(rules[i].second));
    out.emplace_back(key, texts.size() == 1 ? texts.front() : fmt::format("[{}]", fmt::join(texts, ", ")));
  }
  return out;
}

std::string kind_text(const formats::RecordMap* map, model::Kind kind) {
  if (map == nullptr || map->kind_column.empty()) return quoted(model::info(kind).name);
  std::string values;
  for (const auto& [code, meaning] : map->kinds)
    values += fmt::format("{}{} = {}", values.empty() ? "{ " : ", ", quoted(code), quoted(model::info(meaning).name));
  return fmt::format("{{ from = {}, values = {} }} }}", quoted(map->kind_column), values);
}

// By the map's rules where there are some, else by the names that the fields are known by.
std::string map_text(const formats::Look& look, const Reading& reading, model::Kind kind, const formats::Mapper& mapper) {
  const formats::RecordMap* const map = reading.map();
  std::string out = fmt::format("name = {}\nkind = {}\n", quoted(reading.name()), kind_text(map, kind));
  if (map != nullptr && map->source != map->name) out += fmt::format("source = {}\n", quoted(map->source));
  if (map != nullptr && map->part) out += "part = true\n";
  if (map != nullptr && !map->columns.empty()) out += fmt::format("columns = {}\n", name_list(map->columns));
  if (map != nullptr && !map->skip.empty())
    out += fmt::format("skip = [{}]\n", fmt::join(map->skip | std::views::transform(quoted), ", "));
  if (map != nullptr && !map->drop.empty())
    out += fmt::format("drop = [{}]\n", fmt::join(map->drop | std::views::transform(quoted), ", "));
  if (map != nullptr && !map->beside.empty()) {
    std::string beside;
    for (const auto& [list, by] : map->beside)
      beside += fmt::format("{}{} = {}", beside.empty() ? "" : ", ", quoted(list), quoted(by));
    out += fmt::format("beside = {{ {} }}\n", beside);
  }
  if (map != nullptr && !map->keep.empty())
    out += fmt::format("keep = [{}]\n", fmt::join(map->keep | std::views::transform(quoted), ", "));
  std::string fields;
  if (map != nullptr) {
    for (const auto& [field, rule] : rule_texts(map->fields)) fields += fmt::format("{} = {}\n", field_name(field, kind), rule);
  }
  std::vector<std::string> others;
  for (const formats::AliasRow& row : formats::aliases(kind)) {
    if (map != nullptr && (map->has(row.field) || (row.field == formats::Field::kMessages && !map->messages.empty()))) continue;
    std::vector<std::string> names;
    for (const std::string& name : look.names) {
      if (mapper.field(name) == row.field) names.push_back(name);
    }
    if (!names.empty()) fields += fmt::format("{} = {}\n", field_name(row.field, kind), name_list(names));
  }
  if (!fields.empty()) out += "\n[fields]\n" + fields;
  if (map != nullptr && !map->messages.empty()) {
    out += fmt::format("\n[messages]\nfrom = {}\n", name_list(map->messages));
    if (map->messages_open) out += "opening = true\n";
    if (!map->cut.empty()) out += fmt::format("cut = {}\n", quoted(map->cut));
    std::vector<std::string> parts;
    for (const auto& [part, rule] : rule_texts(map->message_parts)) {
      if (map->cut.empty()) out += fmt::format("{} = {}\n", part, rule);
      else parts.push_back(part);
    }
    if (!parts.empty()) out += fmt::format("parts = {}\n", name_list(parts));
  }
  bool first = true;
  for (std::size_t i = 0; i < look.names.size(); ++i) {
    if (mapper.field(look.names[i]) != formats::Field::kNone) continue;
    if (std::exchange(first, false)) out += "\n# Kept under their own names:\n";
    out += fmt::format("# {}{}\n", utf8::one_line(look.names[i]),
                       look.examples[i].empty() ? "" : fmt::format(", such as {}", look.examples[i]));
  }
  return out;
}

}  // namespace

bool print_records(Context& context, const std::string& path, const ImportOptions& options, bool raw, RejectFile* rejects) {
  bool whole = true;
  whole &= for_each_input(context, path, [&](Input& input) {
    PrintSink sink(context, input.name(), raw, options.repair);
    try {
      Reading reading(context, input, options.reading);
      if (rejects != nullptr) rejects->next_input();
      sink.keep(rejects, &reading);
      reading.read(sink);
    } catch (const Interrupted&) {  // While it waited for input.
    }
    if (interrupted() != 0) context.say(fmt::format("{}: interrupted after {}", input.name(), counted(sink.printed(), "record")));
    whole &= sink.rejected() == 0;
  });
  flush_stdout();
  return whole;
}

bool print_map(Context& context, const std::string& path, const ImportOptions& options) {
  const bool whole = for_each_input(context, path, [&](Input& input) {
    Reading reading(context, input, options.reading);
    formats::Look look;
    LookingSink sink(context, input.name(), look);
    reading.read(sink, &look);
    if (look.names.empty())
      throw Error(Exit::kInput, fmt::format("{}: its format has no columns to map", input.name()),
                  "ckm import takes it as it is");
    formats::ReadOptions by_names;
    by_names.kind = options.reading.kind;
    by_names.map = reading.map();
    formats::Mapper mapper(by_names);
    const std::vector<std::string_view> names(look.names.begin(), look.names.end());
    mapper.decide(names, sink);
    write_stdout(map_text(look, reading, mapper.kind(), mapper));
  });
  flush_stdout();
  return whole;
}

}  // namespace ckm::cli
