#include "model/exported.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/number.hh"
#include "base/time.hh"
#include "model/category.hh"

namespace ckm::model {
namespace {

enum class Is : std::uint8_t { kText, kTime, kFlag, kNumber, kWhole, kDays, kUid, kThing, kSource, kSomebody, kPath };

struct Member {
  std::string_view name;
  Is is;
  bool needed = true;
};

constexpr Member kCustomerMembers[] = {{"source", Is::kSource},
                                       {"id", Is::kText},
                                       {"organisation", Is::kSomebody, false},
                                       {"merged_into", Is::kSomebody, false},
                                       {"updated_at", Is::kTime, false}};
constexpr Member kPersonMembers[] = {{"source", Is::kSource}, {"id", Is::kText}, {"updated_at", Is::kTime, false}};
constexpr Member kPurchaseMembers[] = {
    {"source", Is::kSource},   {"id", Is::kText},       {"customer", Is::kSomebody},     {"at", Is::kTime},
    {"quantity", Is::kNumber}, {"amount", Is::kNumber}, {"updated_at", Is::kTime, false}};
constexpr Member kCategoryMembers[] = {{"path", Is::kPath},
                                       {"uid", Is::kUid},
                                       {"review_days", Is::kDays, false},
                                       {"owner", Is::kSomebody, false},
                                       {"position", Is::kWhole, false}};
constexpr Member kUseMembers[] = {{"uid", Is::kUid},   {"article", Is::kText},       {"source", Is::kSource},
                                  {"id", Is::kText},   {"solved", Is::kFlag, false}, {"at", Is::kTime},
                                  {"actor", Is::kText}};
constexpr Member kFeedbackMembers[] = {
    {"uid", Is::kUid}, {"article", Is::kText}, {"helpful", Is::kFlag}, {"at", Is::kTime}, {"actor", Is::kText}};
constexpr Member kReviewMembers[] = {{"uid", Is::kUid},          {"article", Is::kText}, {"ok", Is::kFlag},
                                     {"next", Is::kTime, false}, {"at", Is::kTime},      {"actor", Is::kText}};
constexpr Member kLinkMembers[] = {{"uid", Is::kUid},  {"from", Is::kThing}, {"relation", Is::kText},
                                   {"to", Is::kThing}, {"at", Is::kTime},    {"actor", Is::kText}};
constexpr Member kWaitingLinkMembers[] = {
    {"source", Is::kSource}, {"from", Is::kText}, {"relation", Is::kText}, {"to", Is::kText}, {"at", Is::kTime}};

constexpr std::int64_t kMostDays = 36'500;

// All that links can say, and what uses say that wait for an end.
constexpr std::array<std::string_view, 6> kLinkRelations = {"solved-by",  "duplicate-of", "related",
                                                            "supersedes", "variant-of",   "derived-from"};
constexpr std::array<std::string_view, 2> kOutcomes = {"solved", "not-solved"};

std::span<const Member> members_of(const Exported& record) {
  switch (record.kind) {
    case Kind::kPerson: return kPersonMembers;
    case Kind::kCustomer: return kCustomerMembers;
    case Kind::kPurchase: return kPurchaseMembers;
    case Kind::kCategory: return kCategoryMembers;
    case Kind::kUse: return kUseMembers;
    case Kind::kFeedback: return kFeedbackMembers;
    case Kind::kReview: return kReviewMembers;
    case Kind::kLink:
      if (record.fields.find("uid") == nullptr) return kWaitingLinkMembers;
      return kLinkMembers;
    default: return {};
  }
}

bool is_uid(const std::string& text) {
  return text.size() == 32 && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// A name that a source can have.
bool is_source(const std::string* text) { return text != nullptr && !text->empty() && text->find('/') == std::string::npos; }

bool holds(const Value& value, Is is) {
  const std::string* const text = value.string();
  switch (is) {
    case Is::kText: return text != nullptr && !text->empty();
    case Is::kTime: return text != nullptr && parse_time(*text).has_value();
    case Is::kFlag: return value.boolean() != nullptr;
    case Is::kNumber: return parse_number(value.to_text()).has_value();
    case Is::kWhole: return value.integer() != nullptr;
    case Is::kDays: return value.integer() != nullptr && *value.integer() >= 1 && *value.integer() <= kMostDays;
    case Is::kUid: return text != nullptr && is_uid(*text);
    case Is::kThing: return value.object() != nullptr;
    case Is::kSource: return is_source(text);
    case Is::kSomebody: {
      const std::string source = value.text("source");
      return value.object() != nullptr && is_source(&source) && !value.text("id").empty();
    }
    case Is::kPath: return text != nullptr && !text->empty() && clean_path(*text) == *text;
  }
  return false;
}

}  // namespace

bool is_exported_record(Kind kind) { return !members_of({kind, {}}).empty(); }

std::string exported_fault(const Exported& record) {
  for (const Member& member : members_of(record)) {
    const Value* const value = record.fields.find(member.name);
    if (value == nullptr ? member.needed : !holds(*value, member.is))
      return fmt::format("a {} with no '{}' that can be one", info(record.kind).name, member.name);
  }
  if (const Value* const other = record.fields.find("merged_into"); record.kind == Kind::kCustomer && other != nullptr) {
    if (other->text("source") == record.fields.text("source") && other->text("id") == record.fields.text("id"))
      return "a customer that is merged into itself";
  }
  if (record.kind == Kind::kLink) {
    const std::string relation = record.fields.text("relation");
    const bool waiting = record.fields.find("uid") == nullptr;
    if (std::ranges::find(kLinkRelations, relation) == kLinkRelations.end() &&
        !(waiting && std::ranges::find(kOutcomes, relation) != kOutcomes.end()))
      return fmt::format("'{}' is no relation", relation);
  }
  return {};
}

}  // namespace ckm::model
