#include "formats/json_lists.hh"

#include <algorithm>
#include <array>

#include "formats/record_map.hh"

namespace ckm::formats {
namespace {

struct NamesRow {
  model::Kind kind;
  std::string_view names;  // Plain names between blanks.
};
constexpr std::array<NamesRow, 6> kNames = {{
    {model::Kind::kTicket,
     " tickets issues cases conversations requests incidents posts threads articles faqs faq questions documents "
     "pages "},
    {model::Kind::kPerson, " people persons agents users staff members employees "},
    {model::Kind::kCustomer, " customers users contacts clients organizations organisations companies accounts "},
    {model::Kind::kCategory, " categories category sections topics folders "},
    {model::Kind::kLink, " links relations "},
    {model::Kind::kPurchase, " purchases orders sales invoices transactions "},
}};
// What answers of programs call whatever was asked for.
constexpr std::string_view kAnyKind =
    " data items results records entries rows list elements objects content contents values value hits nodes payload response ";

bool is_among(std::string_view names, const std::string& wanted) { return names.find(wanted) != std::string_view::npos; }

bool is_told_by_text(model::Kind kind) { return kind == model::Kind::kTicket || model::info(kind).article; }

}  // namespace

bool names_records(std::string_view list, model::Kind kind) {
  const std::string plain = plain_name(list);
  if (plain.empty()) return false;
  const std::string wanted = ' ' + plain + ' ';
  const auto* const row = std::ranges::find(kNames, is_told_by_text(kind) ? model::Kind::kTicket : kind, &NamesRow::kind);
  return is_among(kAnyKind, wanted) || (row != kNames.end() && is_among(row->names, wanted));
}

HeldList::Fit fit_of(const Value& element, const Mapper& mapper) {
  using enum HeldList::Fit;
  if (element.object() == nullptr) return kNone;
  Look look;
  auto fit = kNone;
  for (const auto& [name, value] : *element.object()) {
    look.names.push_back(name);
    if (value.object() != nullptr) {
      for (const auto& [inner, ignored] : *value.object()) look.inner.push_back(name + '.' + inner);
    }
    if (mapper.gives_text(mapper.field(name))) fit = std::max(fit, plain_name(name) == "name" ? kName : kText);
  }
  const RecordMap* const map = guess_map(look);
  // Messages belong to tickets, which may be in another list.
  const bool sure = map != nullptr && !map->part &&
                    (map->kind == mapper.kind() || (is_told_by_text(map->kind) && is_told_by_text(mapper.kind())));
  return sure ? kSure : fit;
}

const HeldList* best_of(const std::vector<HeldList>& lists, const EnvelopeTest& around) {
  const HeldList* best = nullptr;
  for (const HeldList& list : lists) {
    if (around.holds_records(list.name) && (best == nullptr || list.fit > best->fit)) best = &list;
  }
  return best;
}

std::vector<std::string> undecided_among(const std::vector<HeldList>& lists, const EnvelopeTest& around) {
  std::vector<std::string> names;
  for (const HeldList& list : lists) {
    if (list.fit == HeldList::Fit::kSure) return {};
    if (list.fit == HeldList::Fit::kText && around.holds_records(list.name)) names.push_back(list.name);
  }
  return names.size() > 1 ? names : std::vector<std::string>();
}

}  // namespace ckm::formats
