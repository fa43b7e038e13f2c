// What people say: terms that rise, other spellings, and words that stand for one another.
//
// Customers say it in tickets, agents in queries. Two texts ask the same where an article has both as its question, a phrasing or
// a learned wording, and where somebody asked them one after the other: the first found nothing, the second did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

enum class TermKind : std::uint8_t { kRising, kSpelling, kSynonym };
std::string_view name_of(TermKind kind);

struct FoundTerm {
  TermKind kind = TermKind::kRising;
  std::string term;                                          // Folded.
  std::string meant;                                         // What it stands for; nothing of a rising one.
  std::string said_in;                                       // "tickets" or "queries", of a rising one.
  std::int64_t count = 0;                                    // Texts that say it, or those who say that it is one.
  std::optional<double> before;                              // Of a rising one: in as many texts before.
  std::int64_t articles = 0;                                 // At most so many have it.
  std::vector<std::string> seen;                             // Tickets, articles and queries.
  std::optional<std::pair<std::string, std::string>> texts;  // That differ in the two alone.
};

struct TermSearch {
  std::vector<TermKind> kinds;  // Empty: all.
  std::int64_t period_days = 28;
  std::int64_t least = 0;  // 0: the usual number of each kind.
  std::size_t limit = 20;  // Of each kind.
};

struct FoundTerms {
  std::vector<FoundTerm> terms;
  std::int64_t tickets = 0;    // That say something,
  std::int64_t drawn = 0;      // and of them those that were read.
  std::int64_t queries = 0;    // Different ones, by asker and day.
  std::optional<Time> newest;  // When the newest ticket was made,
  bool compared = false;       // and whether there are older ones than the period.
};
FoundTerms find_terms(Context& context, const TermSearch& search);

}  // namespace ckm::cli
