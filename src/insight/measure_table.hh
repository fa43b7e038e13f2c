// The measures of a team's knowledge work, one row each: what `ckm measures` prints, explains and is asked for.
//
// After Knowledge-Centered Service v6, Measurement Matters: link rate, new versus known, reuse, participation, time to publish
// and self-service success, as far as a store knows of them. What one can be told apart by stands in its row; none tells how many
// articles a person wrote, as that is nothing to measure people by.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ckm::insight {

enum class Measure : std::uint8_t {
  kLinkRate,
  kKnown,
  kReuse,
  kUsed,
  kReused,
  kParticipation,
  kTimeToValidated,
  kTimeToPublic,
  kArticles,
  kFound,
  kSelfService,
};

enum class Unit : std::uint8_t {
  kShare,  // From 0 to 1: numerator / denominator.
  kRatio,  // Numerator / denominator.
  kDays,   // The median over as many as the denominator says; no numerator.
  kCount,  // The denominator itself; no numerator.
};

constexpr std::string_view unit_name(Unit unit) {
  constexpr std::array<std::string_view, 4> kNames = {"share", "ratio", "days", "count"};
  return kNames[static_cast<std::size_t>(unit)];
}

struct MeasureInfo {
  Measure measure;
  Unit unit;
  std::string_view name;
  std::string_view summary;  // What it tells, without a full stop.
  std::string_view formula;
  std::string_view top;     // What the numerator counts; empty for none.
  std::string_view bottom;  // What the denominator counts: of shares in the plural, else in the singular.
  bool by_category;
  bool by_person;
  bool by_time;
  std::string_view caveat;  // What it can't tell, or what counts; a sentence.
};

// In the order of Measure, which is that of the output.
inline constexpr std::array<MeasureInfo, 11> kMeasures = {{
    {Measure::kLinkRate, Unit::kShare, "link-rate", "Solved tickets that have an article",
     "solved tickets with an article / solved tickets", "with an article", "solved tickets", true, true, true,
     "An article is a ticket's where it was used on it and not said to have failed, where the ticket is solved-by it, or where "
     "it "
     "is derived-from the ticket. A person's tickets are those that they are the assignee of."},
    {Measure::kKnown, Unit::kShare, "known", "Solved by what was known, and not by a new article",
     "tickets with a known article / tickets with a known or a new one", "known", "tickets with a dated article", true, true,
     true,
     "Known: one of the ticket's articles is older than the ticket. New: all are younger, or were derived from it. Where an age "
     "is "
     "not known and none is older, the ticket is neither: undated."},
    {Measure::kReuse, Unit::kRatio, "reuse", "How often an article that is used is used",
     "uses in the period / articles used in the period", "use", "article", true, true, true,
     "An article and a ticket count once, when it was first said. A person's uses are those that they recorded."},
    {Measure::kUsed, Unit::kShare, "used", "Articles that were used at all",
     "articles used at least once in the period / articles", "used", "articles", true, false, false,
     "Articles that are archived, or were made after the period, do not count."},
    {Measure::kReused, Unit::kShare, "reused", "Articles that were used again",
     "articles used at least twice in the period / articles", "used twice or more", "articles", true, false, false,
     "Articles that are archived, or were made after the period, do not count."},
    {Measure::kParticipation, Unit::kShare, "participation", "People who use, write or improve articles",
     "active people who used, wrote or improved an article / active people", "taking part", "active people", true, true, true,
     "Active: wrote in a ticket as an agent, is the assignee of a solved one, or changed something by a command other than "
     "import."},
    {Measure::kTimeToValidated, Unit::kDays, "time-to-validated", "Days from an article's making until it is validated",
     "median of (first version that is validated - made), articles validated in the period", "", "article", true, false, true,
     "Articles that were validated when they were imported do not count: when that was is not known."},
    {Measure::kTimeToPublic, Unit::kDays, "time-to-public", "Days from an article's making until it is public",
     "median of (first version whose audience is public - made), articles made public in the period", "", "article", true, false,
     true, "Articles that were public when they were imported do not count: when that was is not known."},
    {Measure::kArticles, Unit::kCount, "articles", "Articles by confidence, audience and governance",
     "articles that there are now", "", "article", true, false, false, "As they are now, whatever the period."},
    {Measure::kFound, Unit::kShare, "found", "Queries that found something", "queries with at least one result / queries",
     "found", "queries", false, false, true, "Of the query log. A result is not an answer: whether it helped is not known."},
    {Measure::kSelfService, Unit::kShare, "self-service", "Searches that ended with something found",
     "sessions whose last query found something / sessions", "ended so", "sessions", false, false, true,
     "Of the query log. A session is the queries of one actor with at most 30 minutes between. It is an upper bound of "
     "self-service "
     "success: who asked, whether they read on, and whether they opened a ticket after all is not in the log."},
}};

constexpr const MeasureInfo& info(Measure measure) { return kMeasures[static_cast<std::size_t>(measure)]; }

}  // namespace ckm::insight
