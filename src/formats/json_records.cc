#include "formats/json_records.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hh"
#include "base/json.hh"
#include "base/utf8.hh"
#include "formats/error_answer.hh"
#include "formats/export.hh"
#include "formats/forwarding_sink.hh"
#include "formats/person_values.hh"
#include "formats/record_map.hh"
#include "formats/reject_facts.hh"
#include "model/exported.hh"
#include "model/ref.hh"

namespace ckm::formats {
namespace {

// A rejection gets the value's JSON where it came without its text.
class RawSink final : public ForwardingSink {
 public:
  RawSink(Sink& out, const Value& value, std::string_view raw) : ForwardingSink(out), value_(value), raw_(raw) {}
  bool reject(Rejection&& rejection) override {
    rejection.raw = raw_.empty() ? json::dump(value_) : std::string(raw_);
    return ForwardingSink::reject(std::move(rejection));
  }

 private:
  const Value& value_;
  std::string_view raw_;
};

std::string text_member(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  return found == nullptr || found->string() == nullptr ? std::string() : *found->string();
}

// The kind of a line of an export; its records are also of kinds that come in no other file.
std::optional<model::Kind> own_kind(const Value& value) {
  const std::string name = text_member(value, "kind");
  const auto found = std::ranges::find(model::kKinds, name, &model::KindInfo::name);
  return found == model::kKinds.end() ? model::kind_from_name(name) : std::optional(found->kind);
}

// A line of an export, cut out of it: what names it agrees.
bool names_itself(const Value& value) {
  const std::optional<model::Kind> kind = own_kind(value);
  if (kind && model::is_exported_record(*kind)) return !text_member(value, "uid").empty();
  const auto ref = model::parse_ref(text_member(value, "ref"));
  return ref && value.find("source") != nullptr && model::kind_from_name(text_member(value, "kind")) == ref->kind;
}

model::Origin origin_of(const Value& value) {
  model::Origin origin{text_member(value, "source"), {}, true};
  const Value* category = value.find("effective_category");
  if (category != nullptr && text_member(*category, "origin") == "person" && !text_member(*category, "path").empty()) {
    origin.label = {text_member(*category, "path"), text_member(*category, "actor"), parse_time(text_member(*category, "at"))};
  }
  if (const Value* const said = value.find(kSaidMember)) origin.values = person_values_from(*said);
  return origin;
}

}  // namespace

void EnvelopeTest::member(std::string_view name) {
  const Field field = mapper_->field(name);
  id_ |= field == Field::kExternalId;
  text_ |= field == Field::kSubject || field == Field::kBody || field == Field::kTitle ||
           (field != Field::kExternalId && mapper_->gives_text(field));
}

bool EnvelopeTest::holds_records(std::string_view name) const {
  const Field field = mapper_->field(name);
  const bool is_field = field == Field::kMessages || is_list(field);
  return static_cast<int>(id_) + static_cast<int>(text_) + static_cast<int>(is_field) < 2;
}

std::string named_records(const Value& object) {
  const auto all_objects = [](const Value& value) {
    return value.object() != nullptr && !value.object()->empty() &&
           std::ranges::all_of(*value.object(), [](const auto& member) { return member.second.object() != nullptr; });
  };
  for (const auto& [name, member] : *object.object()) {
    if (all_objects(member)) return '.' + name;
  }
  return all_objects(object) ? "." : std::string();
}

JsonRecords::JsonRecords(const ReadOptions& options, Sink& out)
    : mapper_(options),
      name_(options.name),
      mapped_(options.map != nullptr),
      finds_errors_(!out.wants_raw() && (!mapped_ || find_map(options.map->name) == options.map)),
      out_(out) {}

JsonRecords* JsonBeside::find(const std::string& member) {
  if (options_.map == nullptr) return nullptr;
  const auto named = std::ranges::find(options_.map->beside, member, &std::pair<std::string, std::string>::first);
  const RecordMap* const map = named == options_.map->beside.end() ? nullptr : find_map(named->second);
  if (map == nullptr) return nullptr;
  Part& part = parts_[member];
  if (part.records == nullptr) {
    part.options = options_;
    part.options.map = map;
    part.options.kind.reset();
    part.options.look = nullptr;
    part.records = std::make_unique<JsonRecords>(part.options, out_);
  }
  return part.records.get();
}

bool JsonBeside::stopped() const {
  return std::ranges::any_of(parts_, [](const auto& part) { return part.second.records->stopped(); });
}

std::string deep_list(const Value& object) {
  constexpr std::size_t kDeepest = 4;
  std::vector<std::pair<std::string, const Value*>> level = {{"", &object}};
  for (std::size_t depth = 0; depth < kDeepest && !level.empty(); ++depth) {
    std::vector<std::pair<std::string, const Value*>> next;
    for (const auto& [path, value] : level) {
      for (const auto& [name, member] : *value->object()) {
        const Value::Array* const list = member.array();
        if (depth > 0 && list != nullptr && !list->empty() && list->front().object() != nullptr)
          return fmt::format("{}{}", path, name);
        if (member.object() != nullptr) next.emplace_back(fmt::format("{}{}.", path, name), &member);
      }
    }
    level = std::move(next);
  }
  return {};
}

bool JsonRecords::reject(Place place, std::string reason, std::string raw) {
  return pass(out_.reject({place, std::move(reason), std::move(raw)}));
}

bool JsonRecords::begins_export(const Value& value) {
  const Value::Object& members = *value.object();
  if (members.empty() || members.front().first != "schema" || members.front().second.string() == nullptr) return false;
  const auto holds_more = [](const auto& member) {
    return member.second.array() != nullptr || member.second.object() != nullptr;
  };
  if (std::ranges::any_of(members, holds_more)) return false;
  const std::string& schema = *members.front().second.string();
  if (!schema.starts_with(kExportSchema.substr(0, kExportSchema.find('/') + 1))) return false;
  if (schema != kExportSchema) {
    throw Error(Exit::kInput, fmt::format("{}: written as {}, this ckm reads {}", name_, schema, kExportSchema),
                "read it with the version of ckm that wrote it, or a newer one");
  }
  std::string readers;
  for (const auto& [name, member] : std::span(members.begin(), members.end()).subspan(1)) {
    const std::string* const what = member.string();
    if (!readers.empty()) readers += ", ";
    readers += what == nullptr ? name : fmt::format("{} {}", name, utf8::one_line(*what));
  }
  if (!readers.empty()) out_.made_for(readers);
  own_ = true;
  return true;
}

bool JsonRecords::take_own(const Value& value, Place place, std::string_view raw) {
  RawSink out(out_, value, raw);
  const auto kind = own_kind(value);
  if (kind && model::is_exported_record(*kind)) {
    model::Exported record{*kind, Value::Object{}};
    for (const auto& [name, member] : *value.object()) {
      if (name != "kind") record.fields.set(name, member);
    }
    if (std::string fault = model::exported_fault(record); !fault.empty()) return pass(out.reject({place, std::move(fault), {}}));
    // A source is a member of those that come from one; of a use it is the ticket's.
    const bool of_source = record.fields.find("uid") == nullptr;
    return pass(out.entry(std::move(record), {of_source ? text_member(value, "source") : std::string(), {}, true}, place));
  }
  if (!kind || !model::info(*kind).searchable) return pass(out.reject({place, "no known kind", {}}));
  const model::Origin origin = origin_of(value);
  if (origin.source.find('/') != std::string::npos) {
    return pass(out.reject({place, fmt::format("'{}' can't be the name of a source", utf8::one_line(origin.source)), {}}));
  }
  if (*kind == model::Kind::kTicket) {
    model::Ticket ticket = model::ticket_from_value(value);
    if (ticket.subject.empty() && ticket.messages.empty()) return pass(out.reject({place, "neither subject nor body", {}}));
    return pass(out.ticket(std::move(ticket), origin, place));
  }
  model::Article article = model::article_from_value(value);
  if (article.title.empty()) return pass(out.reject({place, "no question or title", {}}));
  return pass(out.article(std::move(article), origin, place));
}

bool JsonRecords::take(const Value& value, Place place, std::string_view raw) {
  const Value::Object* const members = value.object();
  if (members == nullptr) return reject(place, "no object", raw.empty() ? json::dump(value) : std::string(raw));
  if (begins_export(value)) return true;
  if ((own_ || names_itself(value)) && !out_.wants_raw()) {
    std::string reason = byte_fault({"the record", &value, {}});
    return reason.empty() ? take_own(value, place, raw)
                          : reject(place, std::move(reason), raw.empty() ? json::dump(value) : std::string(raw));
  }
  if (const std::string error = finds_errors_ ? error_answer(value) : std::string(); !error.empty())
    return reject(place,
                  fmt::format("no record but an error that was answered in its place: \"{}\"; mend that and fetch it again, or "
                              "give a map where it is one",
                              error),
                  raw.empty() ? json::dump(value) : std::string(raw));
  cells_.clear();
  for (const auto& [name, member] : *members) {
    if (name != kFactMember) cells_.push_back({name, &member, {}});
    else system_ = text_member(member, kSystemMember);
  }
  if (cells_.empty() && !members->empty()) return true;
  SystemSink of_system(out_);
  of_system.use(std::exchange(system_, {}));
  RawSink out(of_system, value, raw);
  return pass(mapper_.map(cells_, place, {}, out));
}

}  // namespace ckm::formats
