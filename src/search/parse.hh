// The query language (ckm-query(7)): from what a user types to clauses.
//
//   words              ranked; any of them may occur
//   +word  -word       must, must not occur
//   "some words"       must occur like this; also +"…" and -"…"; “…”, „…“, 「…」 and 『…』 are quotes too
//   field:value        filters: status:open  tag:a,b  created:2026-01..2026-03  -kind:ticket  category:billing
//
// Whatever is none of this is words: a question with punctuation needs no quoting.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

enum class Sign : std::uint8_t { kMay, kMust, kNot };

struct Clause {
  enum class Type : std::uint8_t { kWords, kPhrase, kFilter };
  Type type = Type::kWords;
  Sign sign = Sign::kMay;  // A filter is kMust or kNot, a phrase too.
  std::string field;       // Of a filter.
  std::string text;        // Words, phrase, or the filter's values as they were typed.
  std::size_t column = 1;  // Where it begins in the query, in characters from 1.
};

// The fields that filters know, in one table.
struct FilterField {
  std::string_view name;
  std::string_view summary;
  enum class Form : std::uint8_t { kValue, kPath, kDays, kKind } form;
  std::span<const std::string_view> values = {};  // All that there are; empty: any.
};
const std::vector<FilterField>& filter_fields();
const FilterField* find_filter_field(std::string_view name);

// Words such as statsu:open: what stands before the colon is no field, but nearly one. They are words all the same.
struct NearField {
  std::string typed;
  std::string field;
};
std::vector<NearField> near_fields(const std::vector<Clause>& clauses);

// Throws Error{kUsage} naming the column where a " is not closed or a filter's value is an empty quote. Other quotes that are not
// closed are punctuation.
std::vector<Clause> parse_query(std::string_view query);

}  // namespace ckm::search
