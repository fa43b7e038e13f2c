// The query language (ckm-query(7)): from what a user types to clauses.
//
//   words              ranked; any of them may occur
//   +word  -word       must, must not occur
//   "some words"       must occur like this; also -"…"; “…”, „…“, 「…」 and 『…』 are quotes too
//   pre*               a word that begins so; with a sign as a word
//   field:value        filters: status:open  tag:a,b  created:2026-01..2026-03  -kind:ticket  category:billing/*
//   (… OR …)           one of them must hold, whole; -(… OR …) and NOT … the contrary; OR also between filters and phrases
//   a AND b            both must hold; AND binds before OR
//   (a -b)             all of it must hold; only plain words in parentheses, outside of a group, are no group
//   \-  \"  \( …       the sign itself
//
// Whatever is none of this is words: a question with punctuation needs no quoting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/query_lexer.hh"

namespace ckm::search {

struct Clause {
  enum class Type : std::uint8_t { kWords, kPrefix, kPhrase, kFilter, kGroup };
  Type type = Type::kWords;
  // A filter, phrase or group is kMust or kNot. So is everything in a group.
  Sign sign = Sign::kMay;
  const FilterField* field = nullptr;  // Of a filter.
  std::string text;                    // Words, phrase, the front of a word, or the filter's values as they were typed.
  std::vector<std::string> values;     // Of a filter: one of them.
  std::vector<std::string> doubtful;   // Of its words those that may be meant as a filter or an operator: see near_misses.
  std::size_t column = 1;              // Where it begins in the query, in characters from 1.
  std::vector<std::vector<Clause>> alternatives;  // Of a group: all clauses of one of them, none of which is empty.
};

// Throws Error{kUsage} naming the column where a " or the parenthesis of a group is not closed or a filter has an empty value.
// Other quotes and parentheses that are not closed are punctuation.
std::vector<Clause> parse_query(std::string_view query);

// Words that were nearly something else, as notes for people: statsu:open, NOT in a query all in capitals.
std::vector<std::string> near_misses(const std::vector<Clause>& clauses);

// Words with a * behind them in a phrase, where it is punctuation, although it is what says that a word goes on elsewhere.
std::vector<std::string> starred_phrases(const std::vector<Clause>& clauses);

}  // namespace ckm::search
