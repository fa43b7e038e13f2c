// The kinds of things that a store keeps, in one table.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::model {

// The numbers are written into the file: never change one.
enum class Kind : std::uint8_t {
  kTicket = 1,
  kFaq = 2,
  kCase = 3,
  kDocument = 4,
  kCategory = 5,
  kPerson = 6,
  kCustomer = 7,
  kPurchase = 8,
  kLink = 9,
  kUse = 10,       // An article's, on a ticket.
  kFeedback = 11,  // A reader's verdict on an article.
  kReview = 12,    // A check of an article.
  kLabel = 13,     // What a person says that a ticket's field is.
};

struct KindInfo {
  Kind kind;
  std::string_view name;    // As filters and --kind say it.
  std::string_view prefix;  // As references say it.
  std::string_view plural;  // As messages say it.
  bool searchable;          // Has text in the index.
  bool article;             // Kept in the table `article`, with history.
  bool imported = true;     // Records of it come in files.
};

inline constexpr std::array<KindInfo, 13> kKinds = {{
    {Kind::kTicket, "ticket", "ticket", "tickets", true, false},
    {Kind::kFaq, "faq", "faq", "FAQ", true, true},
    {Kind::kCase, "case", "case", "cases", true, true},
    {Kind::kDocument, "document", "doc", "documents", true, true},
    {Kind::kCategory, "category", "category", "categories", false, false},
    {Kind::kPerson, "person", "person", "people", false, false},
    {Kind::kCustomer, "customer", "customer", "customers", false, false},
    {Kind::kPurchase, "purchase", "purchase", "purchases", false, false},
    {Kind::kLink, "link", "link", "links", false, false},
    {Kind::kUse, "use", "use", "uses", false, false, false},
    {Kind::kFeedback, "feedback", "feedback", "feedback", false, false, false},
    {Kind::kReview, "review", "review", "reviews", false, false, false},
    {Kind::kLabel, "label", "label", "labels", false, false, false},
}};

constexpr const KindInfo& info(Kind kind) { return kKinds[static_cast<std::size_t>(kind) - 1]; }

// The names of all kinds: what can be imported.
std::vector<std::string> all_kinds();
// The names of those that can be searched and exported.
std::vector<std::string> searchable_kinds();

// By name or prefix, singular or plural, in any case; nothing where there is no such kind, or records of it come in no file.
std::optional<Kind> kind_from_name(std::string_view typed);

}  // namespace ckm::model
