// Where knowledge is missing: topics of tickets and queries without a result that no validated article answers.
//
// A ticket is answered where a validated article is said to have solved it, or where one is suggested for what the customer said
// (search/suggest.hh) with at least the confidence of ckm suggest. Of a topic the most typical tickets are asked; it is a gap
// where fewer than half of them are answered. A query is a gap where it found nothing without a filter, and nothing is suggested
// for it now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"
#include "cli/command.hh"
#include "store/items.hh"

namespace ckm::cli {

struct Gap {
  std::int64_t topic = 0;              // 0: a query.
  std::string name;                    // Of the topic; or the query, as it was typed last.
  std::int64_t volume = 0;             // Tickets, or how often it was asked.
  std::int64_t replies = 0;            // Messages that agents wrote in its tickets.
  double answered = 0;                 // The share of the tickets that were asked.
  std::optional<store::Item> nearest;  // The article that is suggested most often, whatever its state.
  double confidence = 0;               // The highest with which it is.
  std::vector<std::int64_t> tickets;   // Typical ones.
};

struct GapSearch {
  Time since = 0;
  double least = 0;  // The confidence that answers.
};

struct FoundGaps {
  std::vector<Gap> gaps;    // Those with the most first, then with the most replies.
  std::size_t topics = 0;   // That were looked at,
  std::size_t queries = 0;  // and different queries that found nothing.
  bool sought = false;      // Topics were sought at all.
  std::int64_t behind = 0;  // Tickets that came since.
};
FoundGaps find_gaps(Context& context, const GapSearch& search);

}  // namespace ckm::cli
