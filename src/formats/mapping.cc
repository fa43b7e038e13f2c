#include "formats/mapping.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <unordered_map>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"
#include "formats/header.hh"
#include "formats/map_record.hh"
#include "formats/person_values.hh"
#include "formats/record.hh"
#include "model/ref.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <typename T>
using NameMap = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

constexpr std::string_view kByPerson = "person";
constexpr std::size_t kNamesKept = 4096;  // Of JSON records: past that the names are data.

NameMap<Target> alias_map(model::Kind kind) {
  NameMap<Target> out;
  for (const AliasRow& row : aliases(kind)) {
    std::uint16_t rank = 0;
    for (std::string_view rest = row.names; !rest.empty(); ++rank) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      out.try_emplace(plain_name(rest.substr(0, end)), Target{row.field, rank});
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return out;
}

// What a record of a kind needs, one of them, and how that is told.
struct Needs {
  model::Kind kind;
  std::array<Field, 3> fields;
  std::string_view what;
  std::string_view columns;
};
constexpr Needs kArticleNeeds = {
    model::Kind::kFaq, {Field::kTitle, Field::kTitle, Field::kTitle}, "a question or title", "id,question,answer"};
constexpr std::array<Needs, 6> kNeeds = {{
    {model::Kind::kTicket, {Field::kSubject, Field::kBody, Field::kBody}, "a subject or a body", "id,subject,body"},
    {model::Kind::kPerson,
     {Field::kName, Field::kEmail, Field::kExternalId},
     "a name, an address or an identifier",
     "id,name,email"},
    {model::Kind::kCustomer,
     {Field::kName, Field::kEmail, Field::kExternalId},
     "a name, an address or an identifier",
     "id,name,email"},
    {model::Kind::kCategory, {Field::kPath, Field::kLevel1, Field::kLevel1}, "a path or its first level", "path,title"},
    {model::Kind::kLink, {Field::kFrom, Field::kFrom, Field::kFrom}, "a ticket", "ticket,article"},
    {model::Kind::kPurchase,
     {Field::kCustomer, Field::kCustomerEmail, Field::kCustomerId},
     "a customer",
     "customer_id,date,product,amount"},
}};
const Needs& needs_of(model::Kind kind) {
  const auto* const found = std::ranges::find(kNeeds, kind, &Needs::kind);
  return found == kNeeds.end() ? kArticleNeeds : *found;
}

// The first fault of a text of JSON.
enum class Fault : std::uint8_t { kNone, kNul, kUndecodable };

Fault fault_of(std::string_view text, std::optional<text::Undecodable>& bytes) {
  if (text.find('\0') != std::string_view::npos) return Fault::kNul;
  bytes = text::find_undecodable(text);
  return bytes ? Fault::kUndecodable : Fault::kNone;
}

Fault fault_of(const Value& value, std::optional<text::Undecodable>& bytes) {
  Fault fault = Fault::kNone;
  if (const std::string* text = value.string()) return fault_of(std::string_view(*text), bytes);
  if (const Value::Array* elements = value.array()) {
    for (auto element = elements->begin(); fault == Fault::kNone && element != elements->end(); ++element) {
      fault = fault_of(*element, bytes);
    }
  } else if (const Value::Object* members = value.object()) {
    for (auto member = members->begin(); fault == Fault::kNone && member != members->end(); ++member) {
      fault = fault_of(std::string_view(member->first), bytes);
      if (fault == Fault::kNone) fault = fault_of(member->second, bytes);
    }
  }
  return fault;
}

}  // namespace

bool is_empty(const Cell& cell) {
  if (cell.json == nullptr) return trimmed(cell.text).empty();
  if (const std::string* text = cell.json->string()) return trimmed(*text).empty();
  if (const Value::Array* elements = cell.json->array()) return elements->empty();
  return cell.json->is_null();
}

std::string byte_fault(const Cell& cell) {
  std::optional<text::Undecodable> bytes = text::find_undecodable(cell.name);
  if (bytes) return fmt::format("{} in the name of a column", bytes->reason());
  const std::string name = utf8::one_line(cell.name);
  if (cell.json != nullptr) {
    switch (fault_of(*cell.json, bytes)) {
      case Fault::kNul: return fmt::format("NUL character in {}", name);
      case Fault::kUndecodable: return fmt::format("{} in {}", bytes->reason(), name);
      case Fault::kNone: return {};
    }
  }
  if (const auto at = utf8::first_invalid(cell.text)) return fmt::format("not UTF-8 at byte {} of column {}", *at + 1, name);
  bytes = text::find_undecodable(cell.text);
  return bytes ? fmt::format("{} in column {}", bytes->reason(), name) : std::string();
}

struct Mapper::State {
  explicit State(model::Kind k) : kind(k), by_alias(alias_map(k)) {}

  [[nodiscard]] Target resolve(std::string_view name) const {
    if (map != nullptr) {
      if (std::ranges::find(map->keep, name) != map->keep.end()) return {};
      if (const auto field = mapped_field(name)) return {*field, 0};
      if (map->part) return {};  // A message has no fields of a ticket.
      const Target target = resolve_alias(name);
      return map->has(target.field) ? Target{} : target;
    }
    return resolve_alias(name);
  }

  // The field of the map that a column goes into.
  [[nodiscard]] std::optional<Field> mapped_field(std::string_view name) const {
    if (std::ranges::find(map->messages, name) != map->messages.end()) return Field::kMessages;
    if (std::ranges::find(map->messages, kRecordItself) != map->messages.end()) {
      for (const auto& [part, rule] : map->message_parts) {
        if (std::ranges::find(rule.from, name) != rule.from.end()) return Field::kMessages;
      }
    }
    for (const auto& [field, rule] : map->fields) {
      if (std::ranges::find(rule.from, name) != rule.from.end() ||
          rule.text.find(fmt::format("{{{}}}", name)) != std::string::npos)
        return field;
    }
    return std::nullopt;
  }

  [[nodiscard]] Target resolve_alias(std::string_view name) const {
    const std::string plain = plain_name(name);
    if (const auto found = by_alias.find(plain); found != by_alias.end()) return found->second;
    std::string_view base = plain;
    while (plain.size() - base.size() < 2 && !base.empty() && std::isdigit(static_cast<unsigned char>(base.back())) != 0) {
      base.remove_suffix(1);
    }
    if (base.size() == plain.size()) return {};
    const auto found = by_alias.find(base);
    return found != by_alias.end() && is_list(found->second.field) ? found->second : Target{};
  }

  // Of a cell that no rule of a map made: what a map names is taken already, and its fields are nobody else's.
  Target remembered(std::string_view name) {
    if (const auto found = seen.find(name); found != seen.end()) return found->second;
    if (seen.size() >= kNamesKept) seen.clear();
    const Target target = map != nullptr && mapped_field(name) ? Target{} : resolve(name);
    return seen.emplace(name, target).first->second;
  }

  // Fills columns for the record's names. Those of a delimited text are the same views each time.
  void lay_out(std::span<const Cell> cells) {
    const bool known = map == nullptr && cells.size() == columns.size() &&
                       std::ranges::equal(cells, names, [](const Cell& cell, std::string_view name) {
                         return cell.json == nullptr && cell.name.data() == name.data() && cell.name.size() == name.size();
                       });
    if (known) return;
    columns.resize(cells.size());
    names.clear();
    counts.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      columns[i] = {cells[i].field != Field::kNone ? Target{cells[i].field, 0} : remembered(cells[i].name), false};
      if (cells[i].field != Field::kNone) continue;
      if (++counts[cells[i].name] > 1) {
        for (std::size_t j = 0; j <= i; ++j) columns[j].repeated |= cells[j].name == cells[i].name;
      }
      names.push_back(cells[i].json == nullptr ? cells[i].name : std::string_view());
    }
    if (map != nullptr) names.clear();
  }

  void choose(std::span<const Cell> cells) {
    record.cells = cells;
    record.columns = columns;
    record.best.fill(Record::kAbsent);
    record.taken.assign(cells.size(), 0);
    record.leftovers.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Target target = columns[i].target;
      if (target.field == Field::kNone) continue;
      if (is_empty(cells[i])) {
        record.taken[i] = 1;
        continue;
      }
      std::size_t& best = record.best[static_cast<std::size_t>(target.field)];
      if (best == Record::kAbsent || target.rank < columns[best].target.rank) best = i;
    }
  }

  // A row that ckm exported names itself: its source is no channel, and no field takes its reference.
  model::Origin take_identity(const model::Ref& ref) {
    model::Origin origin{ref.source, {}, true};
    std::string_view by, category;
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
      const std::string_view name = record.cells[i].name;
      const std::string_view text = trimmed(record.cells[i].text);
      if (name == "source") origin.source = text;
      else if (name == "category_by") by = text;
      else if (name == "effective_category") category = text;
      else if (name == kSaidMember) origin.values = person_values_from(text);
      else if (name != "ref" && name != "kind") continue;
      record.taken[i] = 1;
      if (std::size_t& best = record.best[static_cast<std::size_t>(columns[i].target.field)]; best == i && name == "source")
        best = Record::kAbsent;
    }
    if (by == kByPerson && !category.empty()) origin.label = model::PersonLabel{std::string(category), {}, {}};
    return origin;
  }

  // Messages of a ticket whose own record is another one.
  bool hand_over_part(model::Ticket ticket, Place place, std::string_view raw, Sink& out) {
    if (ticket.external_id.empty() && ticket.internal_id.empty()) return out.reject({place, "names no ticket", std::string(raw)});
    if (ticket.messages.empty()) return out.reject({place, "a message without a text", std::string(raw)});
    model::Ticket part;
    part.external_id = std::move(ticket.external_id);
    part.internal_id = std::move(ticket.internal_id);
    part.messages = std::move(ticket.messages);
    const bool role_said = std::ranges::any_of(map->message_parts, [](const auto& rule) { return rule.first == "role"; });
    for (model::Message& message : part.messages) {
      // Who the customer is only the ticket knows.
      if (!role_said && !message.author.empty()) message.role = model::Role::kAgent;
      message.extra = record.extra();
    }
    model::Origin origin;
    origin.part.emplace().apart = true;
    return out.ticket(std::move(part), origin, place);
  }

  // Which messages the columns of a ticket say, once it was mapped; one that holds nothing says that there are none.
  void add_said(model::Said& said) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Field field = columns[i].target.field;
      said.opening |= field == Field::kBody;
      said.answer |= field == Field::kAnswer;
      const Value* const value = field == Field::kMessages ? record.cells[i].json : nullptr;
      said.thread |= value != nullptr && value->array() != nullptr && value->array()->empty();
    }
    said.thread |= record.is_taken(Field::kMessages);
  }

  // What was laid out, as a ticket or an article or as a rejection.
  bool hand_over(model::Origin origin, Place place, std::string_view raw, Sink& out) {
    if (kind == model::Kind::kTicket) {
      model::Ticket ticket = map_ticket(record);
      if (map != nullptr && map->part) return hand_over_part(std::move(ticket), place, raw, out);
      if (ticket.subject.empty() && ticket.messages.empty())
        return out.reject({place, "neither subject nor body", std::string(raw)});
      add_said(origin.said);
      ticket.extra = record.extra();
      return out.ticket(std::move(ticket), origin, place);
    }
    if (!model::info(kind).article) {
      record.source = out.source_said();
      Made made = map_entry(kind, record);
      if (!made.entry) return out.reject({place, std::move(made.fault), std::string(raw)});
      return out.entry(*std::move(made.entry), origin, place);
    }
    model::Article article = map_article(kind, record);
    if (article.title.empty()) return out.reject({place, "no question or title", std::string(raw)});
    article.extra = record.extra();
    return out.article(std::move(article), origin, place);
  }

  model::Kind kind;
  const RecordMap* map = nullptr;
  NameMap<Target> by_alias;
  NameMap<Target> seen;
  std::vector<Column> columns;
  std::vector<std::string_view> names;
  std::unordered_map<std::string_view, std::size_t> counts;
  Record record;
};

Mapper::Mapper(std::optional<model::Kind> kind, const DateReading* dates)
    : kind_(kind.value_or(model::Kind::kTicket)), decided_(kind.has_value()), dates_(dates) {
  state(kind_);
}
Mapper::Mapper(const ReadOptions& options)
    : Mapper(options.kind             ? options.kind
             : options.map != nullptr ? std::optional(options.map->kind)
                                      : std::nullopt,
             &options.dates) {
  look_ = options.look;
  input_ = options.name;
  state(kind_).record.doubt = &options.link_doubt;
  // Told to be something else than the map makes, the records are not those it was written for.
  if (options.map == nullptr || options.map->kind != kind_) return;
  map_ = options.map;
  mapped_ = std::make_unique<MappedRecord>(*map_, options.dates.said);
  state(kind_).map = map_;
  for (const auto& [code, kind] : map_->kinds) state(kind).map = map_;
}
Mapper::Mapper(Mapper&&) noexcept = default;
Mapper& Mapper::operator=(Mapper&&) noexcept = default;
Mapper::~Mapper() = default;

Mapper::State& Mapper::state(model::Kind kind) {
  std::unique_ptr<State>& state = states_[static_cast<std::size_t>(kind) - 1];
  if (state == nullptr) {
    state = std::make_unique<State>(kind);
    if (dates_ != nullptr) state->record.dates = dates_;
  }
  return *state;
}

void Mapper::decide(std::span<const std::string_view> names, Sink& out) {
  if (std::exchange(decided_, true)) return;
  const State& ticket = state(model::Kind::kTicket);
  const State& faq = state(model::Kind::kFaq);
  if (is_category_tree(names)) {
    kind_ = state(model::Kind::kCategory).kind;
    out.note("holds levels of categories, which are taken as the tree; --kind says otherwise");
    return;
  }
  bool question = false;
  bool answer = false;
  if (look_ == nullptr && !out.wants_raw()) check_people(names);
  for (const std::string_view name : names) {
    const Field in_ticket = ticket.resolve(name).field;
    const Field in_faq = faq.resolve(name).field;
    if (in_ticket == Field::kSubject || (in_ticket == Field::kBody && in_faq != Field::kTitle)) return;
    if (in_faq == Field::kNone && only_in_tickets(in_ticket)) return;
    question |= in_faq == Field::kTitle;
    answer |= in_faq == Field::kBody;
  }
  if (!question || !answer) return;
  kind_ = model::Kind::kFaq;
  out.note("holds questions and answers, which are taken as FAQ; --kind ticket makes tickets of them");
}

// A name and an address, and nothing that a ticket has: somebody, whom nobody means to be a ticket with that subject.
void Mapper::check_people(std::span<const std::string_view> names) {
  const State& ticket = state(model::Kind::kTicket);
  bool name = false;
  bool email = false;
  for (const std::string_view column : names) {
    switch (ticket.resolve(column).field) {
      case Field::kSubject:
        if (plain_name(column) != "name") return;
        name = true;
        break;
      case Field::kRequesterEmail: email = true; break;
      case Field::kBody:
      case Field::kAnswer:
      case Field::kMessages:
      case Field::kStatus:
      case Field::kPriority:
      case Field::kQueue:
      case Field::kCategory:
      case Field::kAssignee:
      case Field::kRef:
      case Field::kResolvedAt: return;
      default: break;
    }
  }
  if (name && email)
    throw Error(Exit::kInput, fmt::format("{}: has names and addresses, but no tickets", input_),
                "say --kind customer or --kind person, or --kind ticket if these are");
}

void Mapper::look_at(std::span<const Cell> cells) {
  constexpr std::size_t kExample = 60;
  if (look_ == nullptr || look_->records++ >= Look::kRecords) return;
  for (const Cell& cell : cells) {
    const auto at = std::ranges::find(look_->names, cell.name);
    const auto number = static_cast<std::size_t>(at - look_->names.begin());
    if (at == look_->names.end()) {
      look_->names.emplace_back(cell.name);
      look_->examples.emplace_back();
    }
    if (cell.json != nullptr && cell.json->object() != nullptr) {
      for (const auto& [member, value] : *cell.json->object()) {
        std::string inner = fmt::format("{}.{}", cell.name, member);
        if (std::ranges::find(look_->inner, inner) == look_->inner.end()) look_->inner.push_back(std::move(inner));
      }
    }
    if (!look_->examples[number].empty() || is_empty(cell)) continue;
    look_->examples[number] =
        utf8::fit(utf8::one_line(cell.json == nullptr ? std::string(trimmed(cell.text)) : cell.json->to_text()), kExample);
  }
}

bool Mapper::gives_text(Field field) const {
  const auto& needed = needs_of(kind_).fields;
  return std::ranges::find(needed, field) != needed.end();
}

Field Mapper::field(std::string_view name) const { return states_[static_cast<std::size_t>(kind_) - 1]->resolve(name).field; }

void Mapper::check_header(std::span<const std::string_view> names, std::string_view input) const {
  if (std::ranges::any_of(names, [&](std::string_view name) { return gives_text(field(name)); })) return;
  const Needs& needs = needs_of(kind_);
  const std::string found = fmt::format("{}", fmt::join(names, ", "));
  if (map_ != nullptr) {
    std::vector<std::string> absent;
    for (const auto& [field, rule] : map_->fields) {
      if (gives_text(field)) absent.insert(absent.end(), rule.from.begin(), rule.from.end());
    }
    throw Error(Exit::kInput, fmt::format("{}: no column holds {}", input, needs.what),
                fmt::format("{}; the file's columns are {}",
                            absent.empty()
                                ? "the map names no column for it"
                                : fmt::format("the map takes it from {}, of which the file has nothing", fmt::join(absent, ", ")),
                            utf8::fit(utf8::one_line(found), 200)));
  }
  const RecordMap* const other =
      headerless_map(names.size(), kind_ == model::Kind::kTicket ? std::nullopt : std::optional(kind_));
  throw Error(Exit::kInput, fmt::format("{}: no column holds {}", input, needs.what),
              fmt::format("its columns are {}; name them with --columns, for example --columns {}{}",
                          utf8::fit(utf8::one_line(found), 200), needs.columns,
                          other == nullptr ? "" : fmt::format("; or --as {}, if it is that", other->name)));
}

void Mapper::tell_absent(std::span<const std::string_view> names, Sink& out) const {
  if (map_ == nullptr || find_map(map_->name) == map_) return;
  const auto is_there = [&](const std::string& path) {
    return std::ranges::find(names, path) != names.end() ||
           std::ranges::find(names, path.substr(0, path.find('.'))) != names.end();
  };
  std::vector<std::string> absent;
  for (const auto& [field, rule] : map_->fields) {
    const bool counts = field == Field::kExternalId || gives_text(field);
    if (counts && !rule.from.empty() && std::ranges::none_of(rule.from, is_there))
      absent.push_back(fmt::format("{}", fmt::join(rule.from, " or ")));
  }
  if (!absent.empty())
    out.note(fmt::format("has no column {}, which its map names",
                         utf8::fit(utf8::one_line(fmt::format("{}", fmt::join(absent, ", nor "))), 200)));
}

bool Mapper::map(std::span<const Cell> cells, Place place, std::string_view raw, Sink& out) {
  for (const Cell& cell : cells) {
    std::string reason = byte_fault(cell);
    if (!reason.empty()) return out.reject({place, std::move(reason), std::string(raw)});
  }
  if (!decided_) {
    std::vector<std::string_view> names;
    for (const Cell& cell : cells) names.push_back(cell.name);
    decide(names, out);
  }
  look_at(cells);
  if (out.wants_raw()) return out.raw(cells, place);
  model::Kind kind = kind_;
  if (mapped_ != nullptr) {
    if (mapped_->skips(cells)) {
      out.pass_over();
      return true;
    }
    kind = mapped_->kind(cells);
    cells = mapped_->apply(cells);
  }
  model::Origin origin;
  origin.said = mapped_ != nullptr ? mapped_->said() : model::Said{false, false, false};
  State& given = state(kind);
  given.lay_out(cells);
  given.choose(cells);
  std::optional<model::Ref> ref;
  if (given.record.has(Field::kRef)) ref = model::parse_ref(given.record.text(Field::kRef));
  if (!ref || !model::info(ref->kind).searchable) return given.hand_over(std::move(origin), place, raw, out);
  State& own = state(ref->kind);
  if (&own != &given) {
    own.lay_out(cells);
    own.choose(cells);
  }
  model::Origin named = own.take_identity(*ref);
  named.said = origin.said;
  if (named.source.find('/') != std::string::npos)
    return out.reject({place, fmt::format("'{}' can't be the name of a source", utf8::one_line(named.source)), std::string(raw)});
  return own.hand_over(std::move(named), place, raw, out);
}

}  // namespace ckm::formats
