#include "model/entry_check.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.hh"
#include "model/origin.hh"

namespace ckm::model {
namespace {

constexpr std::size_t kUidDigits = 32;

bool is_text(const Value& value, std::string_view name) {
  const Value* const found = value.find(name);
  return found != nullptr && found->string() != nullptr && !found->string()->empty();
}

bool is_uid(std::string_view uid) {
  return uid.size() == kUidDigits &&
         std::ranges::all_of(uid, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// A thing that something said is about: an article by its uid, a ticket by its source and identifier.
bool is_end(const Value* end) {
  if (end == nullptr || end->object() == nullptr) return false;
  return is_text(*end, "uid") || (is_text(*end, "source") && is_text(*end, "id"));
}

std::string article_fault(const ChangeEntry& entry, const Value& said) {
  if (said.text("kind") != info(entry.kind).name || said.text("uid") != entry.uid) return "is about another thing than it says";
  return is_text(said, "id") ? "" : "lacks an identifier";
}

}  // namespace

bool is_text_list(std::string_view json) {
  Value list;
  return json::parse_line(json, list).reason.empty() && list.array() != nullptr &&
         std::ranges::all_of(*list.array(), [](const Value& one) { return one.string() != nullptr && !one.string()->empty(); });
}

std::string entry_fault(const ChangeEntry& entry) {
  if (!is_uid(entry.uid)) return "has a name that is none";
  if (!entry.snapshot) return {};
  Value said;
  if (const auto fault = json::parse_line(*entry.snapshot, said); !fault.reason.empty()) return "is no JSON: " + fault.reason;
  if (said.object() == nullptr) return "is no object";
  if (entry.op == "label") return said.find("category") != nullptr ? "" : "lacks a category";
  if (info(entry.kind).article) return article_fault(entry, said);
  switch (entry.kind) {
    case Kind::kTicket: return is_text(said, "id") && is_text(said, "source") ? "" : "lacks a source or an identifier";
    case Kind::kCategory: return is_text(said, "path") ? "" : "lacks a path";
    case Kind::kLink:
      return is_end(said.find("from")) && is_end(said.find("to")) && is_text(said, "relation") ? "" : "joins no two things";
    case Kind::kUse: return is_text(said, "article") && is_text(said, "source") && is_text(said, "id") ? "" : "names no use";
    case Kind::kLabel:
      return is_text(said, "source") && is_text(said, "id") && is_text(said, "field") && is_text(said, "value") &&
                     (said.text("field") != kTagField || is_text_list(said.text("value")))
                 ? ""
                 : "names no field";
    case Kind::kFeedback:
    case Kind::kReview: return is_text(said, "article") ? "" : "names no article";
    default: return {};
  }
}

}  // namespace ckm::model
