#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/number.hh"
#include "formats/link_fault.hh"
#include "formats/record.hh"
#include "model/category.hh"

namespace ckm::formats {
namespace {

using model::Entry;

// The party that a record belongs to, whose fields it is told by.
void map_party(Record& record, Field name, Field email, Field id, model::Party& party) {
  record.line(name, party.name);
  record.line(email, party.email);
  record.line(id, party.external_id);
}

// Whom the record is of: a person or a customer. False where it names nobody.
template <typename Who>
bool map_who(Record& record, Who& who) {
  record.line(Field::kExternalId, who.external_id);
  record.line(Field::kName, who.name);
  record.line(Field::kEmail, who.email);
  return !who.external_id.empty() || !who.name.empty() || !who.email.empty();
}
constexpr const char* kNobody = "neither an identifier nor a name nor an address";

// It stays in extra, too: no field shows it.
void map_updated(Record& record, std::optional<Time>& into) {
  record.time(Field::kUpdatedAt, into);
  if (record.is_taken(Field::kUpdatedAt)) record.take(Field::kUpdatedAt, false);
}

Made map_person(Record& record) {
  model::Person person;
  if (!map_who(record, person)) return {std::nullopt, kNobody};
  record.line(Field::kTeam, person.team);
  record.list(Field::kSkills, person.skills);
  map_updated(record, person.updated_at);
  person.extra = record.extra();
  return {std::move(person), {}};
}

// Whether a word says that a customer is an organisation; nothing where it is no such word.
std::optional<bool> organisation_word(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, bool>, 17> kWords = {{{"organisation", true},
                                                                         {"organization", true},
                                                                         {"company", true},
                                                                         {"business", true},
                                                                         {"firma", true},
                                                                         {"unternehmen", true},
                                                                         {"société", true},
                                                                         {"empresa", true},
                                                                         {"公司", true},
                                                                         {"企业", true},
                                                                         {"单位", true},
                                                                         {"person", false},
                                                                         {"individual", false},
                                                                         {"privat", false},
                                                                         {"个人", false},
                                                                         {"enduser", false},
                                                                         {"contact", false}}};
  const std::string plain = plain_name(word);
  const auto found = std::ranges::find_if(kWords, [&](const auto& row) { return plain_name(row.first) == plain; });
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

Made map_customer(Record& record) {
  model::Customer customer;
  if (!map_who(record, customer)) return {std::nullopt, kNobody};
  record.line(Field::kPhone, customer.phone);
  record.line(Field::kTier, customer.tier);
  record.line(Field::kRegion, customer.region);
  record.line(Field::kOrganisation, customer.belongs_to.name);
  record.line(Field::kOrganisationId, customer.belongs_to.external_id);
  if (const auto yes = organisation_word(record.text(Field::kType))) {
    customer.organisation = *yes;
    record.take(Field::kType);
  }
  map_updated(record, customer.updated_at);
  customer.extra = record.extra();
  return {std::move(customer), {}};
}

// One step of a path: a / within it is no step of its own.
std::string as_step(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    if (c == '/') out += "／";
    else out.push_back(c == '\n' || c == '\r' ? ' ' : c);
  }
  return out;
}

// "Ann Lee <ann@example.com>" or an address alone.
void split_address(model::Party& party) {
  const std::size_t open = party.name.rfind('<');
  if (party.name.find('@') == std::string::npos) return;
  if (open == std::string::npos || !party.name.ends_with('>')) {
    std::swap(party.name, party.email);
    return;
  }
  party.email = party.name.substr(open + 1, party.name.size() - open - 2);
  party.name.erase(party.name.find_last_not_of(" \"", open == 0 ? 0 : open - 1) + 1);
  if (party.name.starts_with('"')) party.name.erase(0, 1);
}

// "Devices > Phones", as catalogues write it.
std::string with_slashes(const std::string& path) {
  constexpr std::string_view kArrow = " > ";
  if (path.find(kArrow) == std::string::npos) return model::clean_path(path);
  std::string out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(kArrow, at), path.size());
    out += (out.empty() ? "" : "/") + as_step(std::string_view(path).substr(at, end - at));
    at = end + kArrow.size();
  }
  return model::clean_path(out);
}

// A path from its levels, the first of which may stand in the column of the path; returns what is wrong, empty for nothing. In a
// table an empty cell before the first level says what the row above does: so merged cells and indented trees come.
std::string category_path(Record& record, const std::string& path, std::string& into) {
  constexpr std::array kLevels = {Field::kLevel1, Field::kLevel2, Field::kLevel3, Field::kLevel4, Field::kLevel5};
  const bool has_levels = std::ranges::any_of(kLevels, [&](Field level) { return record.has(level); });
  const bool first = !record.has(Field::kLevel1);  // The path is the first level.
  if (!has_levels || (!path.empty() && !first)) {
    into = path;
    return into.empty() ? "no path" : "";
  }
  std::array<std::string, kLevels.size()> steps;
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    steps[i] = i == 0 && first ? path : as_step(record.text(kLevels[i]));
    if (record.has(kLevels[i])) record.take(kLevels[i]);
  }
  const std::size_t top =
      static_cast<std::size_t>(std::ranges::find_if(steps, [](auto& step) { return !step.empty(); }) - steps.begin());
  if (top == steps.size()) return "no path";
  const Cell* const cell = record.cell(kLevels[top == 0 ? 1 : top]);
  const bool table = cell == nullptr || cell->json == nullptr;
  for (std::size_t i = 0; i < top && table; ++i) steps[i] = record.levels[i];
  bool gap = false;
  for (const std::string& step : steps) {
    if (gap && !step.empty()) return "a level without the one above it";
    gap |= step.empty();
    if (!step.empty()) into += (into.empty() ? "" : "/") + step;
  }
  record.levels = steps;
  return "";
}

Made map_category(Record& record) {
  model::CategoryEntry category;
  std::string path;
  record.line(Field::kPath, path);
  if (std::string fault = category_path(record, with_slashes(path), category.path); !fault.empty())
    return {std::nullopt, std::move(fault)};
  record.line(Field::kTitle, category.title);
  std::string raw;
  record.body(Field::kDescription, category.description, raw);
  record.line(Field::kOwner, category.owner.name);
  split_address(category.owner);
  if (const std::string days(trimmed(record.text(Field::kReviewDays))); !days.empty()) {
    constexpr std::int64_t kMostDays = 36'500;
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(days.data(), days.data() + days.size(), n);
    if (error != std::errc() || end != days.data() + days.size() || n < 1 || n > kMostDays)
      return {std::nullopt, fmt::format("its review period '{}' is no number of days from 1 to {}", days, kMostDays)};
    category.review_days = n;
    record.take(Field::kReviewDays);
  }
  return {std::move(category), {}};
}

std::string_view relation_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 19> kWords = {{{"", "solved-by"},
                                                                                     {"solvedby", "solved-by"},
                                                                                     {"solved", "solved-by"},
                                                                                     {"resolvedby", "solved-by"},
                                                                                     {"solution", "solved-by"},
                                                                                     {"answeredby", "solved-by"},
                                                                                     {"解决", "solved-by"},
                                                                                     {"已解决", "solved-by"},
                                                                                     {"gelöstdurch", "solved-by"},
                                                                                     {"duplicateof", "duplicate-of"},
                                                                                     {"duplicate", "duplicate-of"},
                                                                                     {"duplicates", "duplicate-of"},
                                                                                     {"重复", "duplicate-of"},
                                                                                     {"duplikat", "duplicate-of"},
                                                                                     {"related", "related"},
                                                                                     {"relatedto", "related"},
                                                                                     {"relates", "related"},
                                                                                     {"相关", "related"},
                                                                                     {"verwandt", "related"}}};
  const std::string plain = plain_name(word);
  const auto found = std::ranges::find_if(kWords, [&](const auto& row) { return plain_name(row.first) == plain; });
  return found == kWords.end() ? std::string_view() : found->second;
}

// What a word says of a use; nothing where it is no such word.
std::optional<std::string_view> outcome_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kWords = {
      {{"solved", "solved"},   {"resolved", "solved"},      {"yes", "solved"},          {"true", "solved"},
       {"1", "solved"},        {"worked", "solved"},        {"helped", "solved"},       {"helpful", "solved"},
       {"ja", "solved"},       {"gelöst", "solved"},        {"是", "solved"},           {"已解决", "solved"},
       {"解决", "solved"},     {"notsolved", "not-solved"}, {"unsolved", "not-solved"}, {"notresolved", "not-solved"},
       {"no", "not-solved"},   {"false", "not-solved"},     {"0", "not-solved"},        {"failed", "not-solved"},
       {"nein", "not-solved"}, {"否", "not-solved"},        {"未解决", "not-solved"},   {"没有解决", "not-solved"}}};
  const std::string plain = plain_name(word);
  const auto found = std::ranges::find_if(kWords, [&](const auto& row) { return plain_name(row.first) == plain; });
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

Made map_link(Record& record) {
  model::Link link;
  record.line(Field::kFrom, link.from);
  record.line(Field::kTo, link.to);
  if (link.from.empty() || link.to.empty()) return {std::nullopt, "a link needs two ends"};
  const std::string relation = record.text(Field::kRelation);
  link.relation = relation_of(relation);
  if (link.relation.empty())
    return {std::nullopt, fmt::format("'{}' is no relation: solved-by, duplicate-of or related", trimmed(relation))};
  if (const std::string outcome(trimmed(record.text(Field::kOutcome))); !outcome.empty()) {
    const auto said = outcome_of(outcome);
    if (!said) return {std::nullopt, fmt::format("'{}' is no outcome: solved or not-solved", outcome)};
    if (link.relation != "solved-by")
      return {std::nullopt, fmt::format("an outcome is a use's, and no {} link's", link.relation)};
    link.outcome = *said;
    link.relation.clear();
    record.take(Field::kOutcome);
  }
  std::string fault =
      link_fault(link, {record.cell(Field::kFrom)->name, record.cell(Field::kTo)->name, record.source}, *record.doubt);
  if (!fault.empty()) return {std::nullopt, std::move(fault)};
  record.time(Field::kCreatedAt, link.at);
  record.line(Field::kActor, link.actor);
  return {std::move(link), {}};
}

// A number as people write amounts: 1,299.00, 1.299,00, 29,5, ¥29. Nothing where it is none.
std::optional<double> amount_of(std::string_view text) {
  const std::size_t first = text.find_first_of("+-.0123456789");
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t last = text.find_last_of("0123456789.");
  std::string digits(text.substr(first, last + 1 - first));
  if (text.find_first_of("0123456789", last + 1) != std::string_view::npos) return std::nullopt;
  const std::size_t comma = digits.rfind(',');
  const std::size_t dot = digits.rfind('.');
  const bool comma_decides = comma != std::string::npos &&
                             (dot == std::string::npos ? digits.find(',') == comma && digits.size() - comma != 4 : comma > dot);
  const char group = comma_decides ? '.' : ',';
  std::erase(digits, group);
  if (comma_decides) std::ranges::replace(digits, ',', '.');
  if (digits.starts_with('+')) digits.erase(0, 1);
  return parse_number(digits);
}

Made map_purchase(Record& record) {
  model::Purchase purchase;
  record.line(Field::kExternalId, purchase.external_id);
  map_party(record, Field::kCustomer, Field::kCustomerEmail, Field::kCustomerId, purchase.customer);
  if (purchase.customer.empty()) return {std::nullopt, "no customer"};
  std::optional<Time> at;
  record.time(Field::kAt, at);
  if (!at) return {std::nullopt, record.has(Field::kAt) ? "when it was bought is no time" : "no time"};
  purchase.at = *at;
  record.line(Field::kProduct, purchase.product);
  record.line(Field::kCurrency, purchase.currency);
  for (const auto& [field, into] :
       {std::pair(Field::kQuantity, &purchase.quantity), std::pair(Field::kAmount, &purchase.amount)}) {
    if (!record.has(field)) continue;
    const auto value = amount_of(record.text(field));
    if (!value) return {std::nullopt, fmt::format("'{}' is no number", trimmed(record.text(field)))};
    *into = *value;
    // A currency's sign says more than the number.
    if (trimmed(record.text(field)).find_first_not_of("+-.,0123456789") == std::string_view::npos) record.take(field);
  }
  map_updated(record, purchase.updated_at);
  purchase.extra = record.extra();
  return {std::move(purchase), {}};
}

}  // namespace

Made map_entry(model::Kind kind, Record& record) {
  switch (kind) {
    case model::Kind::kPerson: return map_person(record);
    case model::Kind::kCustomer: return map_customer(record);
    case model::Kind::kCategory: return map_category(record);
    case model::Kind::kLink: return map_link(record);
    default: return map_purchase(record);
  }
}

}  // namespace ckm::formats
