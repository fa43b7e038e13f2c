// The names that exports give to the fields of tickets, articles and all else: one table per kind, to which desks and languages
// add rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/kind.hh"

namespace ckm::formats {

enum class Field : std::uint8_t {
  kNone,  // No field takes it: extra.
  kExternalId,
  kInternalId,
  kSubject,
  kBody,
  kAnswer,
  kStatus,
  kPriority,
  kQueue,
  kCategory,
  kType,
  kChannel,
  kProduct,
  kLanguage,
  kRequester,
  kRequesterEmail,
  kRequesterId,
  kAssignee,
  kAssigneeEmail,
  kAssigneeId,
  kCreatedAt,
  kUpdatedAt,
  kResolvedAt,
  kTags,
  kMessages,
  kTitle,
  kPhrasings,
  kPhase,
  kAudience,
  kConfidence,
  kGovernance,
  kValidFrom,
  kValidTo,
  kReviewBy,
  kSituation,
  kCause,
  kAttempts,
  kResult,
  kReaction,
  kReflection,
  kNextTime,
  // Of people, customers, categories, links and purchases.
  kName,
  kEmail,
  kPhone,
  kTeam,
  kSkills,
  kTier,
  kRegion,
  kOrganisation,
  kOrganisationId,
  kPath,
  kLevel1,
  kLevel2,
  kLevel3,
  kLevel4,
  kLevel5,
  kDescription,
  kOwner,
  kReviewDays,
  kFrom,
  kTo,
  kRelation,
  kOutcome,
  kActor,
  kCustomer,
  kCustomerEmail,
  kCustomerId,
  kAt,
  kQuantity,
  kAmount,
  kCurrency,
  // What ckm export writes besides the fields.
  kUid,
  kRef,
  kSource,
  kKind,
  kExtra,
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kExtra) + 1;

// What maps and --guess call a field: external_id, created_at. The question and the answer of an article are its title and body.
std::string_view field_name(Field field, model::Kind kind);
std::optional<Field> field_from_name(std::string_view name, model::Kind kind);

struct AliasRow {
  Field field;
  std::string_view names;  // Separated by commas, the best first: of two columns with text, the better name's counts.
};

// Of any kind.
std::span<const AliasRow> aliases(model::Kind kind);
// Of kinds that are neither tickets nor articles.
std::span<const AliasRow> entry_aliases(model::Kind kind);

// Fields of which every column counts, and whose columns may be numbered: tag_1, tag_2, …
constexpr bool is_list(Field field) { return field == Field::kTags || field == Field::kPhrasings || field == Field::kSkills; }

// A name without what differs from export to export: folded, without blanks and punctuation.
std::string plain_name(std::string_view name);

struct Target {
  Field field = Field::kNone;
  std::uint16_t rank = 0;  // Of the alias among those of its field; 0 is the best.
};

}  // namespace ckm::formats
