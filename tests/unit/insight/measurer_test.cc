// What random stores (unit/cli/measuring_test.cc) hardly reach.
#include "insight/measurer.hh"

#include <doctest/doctest.h>

namespace ckm::insight {
namespace {

using model::ArticleFact;
using model::Attachment;
using model::TicketFact;

MeasureOptions options(std::initializer_list<Measure> measures, GroupBy by = {}) {
  MeasureOptions out;
  for (const Measure measure : measures) out.measures.push_back(&info(measure));
  out.by = by;
  return out;
}

std::string nobody(std::int64_t person) { return "person " + std::to_string(person); }

double count(const Measured& row, std::string_view name) {
  for (const Count& one : row.counts) {
    if (one.name == name) return one.value;
  }
  return -1;
}

}  // namespace

TEST_CASE("the table is in the order of the measures, and none tells what a person wrote") {
  for (std::size_t i = 0; i < kMeasures.size(); ++i) CHECK(static_cast<std::size_t>(kMeasures[i].measure) == i);
  for (const Measure measure :
       {Measure::kArticles, Measure::kTimeToPublic, Measure::kTimeToValidated, Measure::kUsed, Measure::kReused})
    CHECK(!info(measure).by_person);
}

TEST_CASE("where nothing counts there is no value") {
  Measurer measurer(options({Measure::kLinkRate, Measure::kTimeToPublic, Measure::kArticles, Measure::kSelfService}), {});
  const auto rows = measurer.finish(nobody);
  REQUIRE(rows.size() == 4);
  for (const Measured& row : rows) {
    CHECK(!row.value);
    CHECK(row.denominator == 0);
  }
}

TEST_CASE("an article as old as the ticket is not older, and one of unknown age is neither") {
  Measurer measurer(options({Measure::kKnown}), {});
  ArticleFact dated{.id = 1, .created_at = 100, .first_seen = 500};
  ArticleFact seen{.id = 2, .first_seen = 500};
  ArticleFact made{.id = 3, .first_seen = 500, .made_here = true};
  measurer.articles({dated, seen, made});
  std::vector<Attachment> attachments;
  for (std::int64_t ticket = 1; ticket <= 9; ++ticket) attachments.push_back({(ticket - 1) / 3 + 1, ticket});
  measurer.attachments(attachments);
  for (std::int64_t ticket = 1; ticket <= 9; ++ticket) {
    const Time born = ticket <= 3 ? 100 : 500;
    measurer.ticket({.id = ticket, .created_at = born + (ticket - 1) % 3 - 1, .solved_at = 1'000});
  }
  const Measured row = measurer.finish(nobody).at(0);
  CHECK(count(row, "known") == 3);    // One second older.
  CHECK(count(row, "new") == 4);      // Of the articles that say when they were made, or were made here.
  CHECK(count(row, "undated") == 2);  // It came by an import then, and may be older.
  CHECK(row.denominator == 7);
}

TEST_CASE("a trend has no gaps, and each measure begins and ends where it counts") {
  Measurer measurer(options({Measure::kLinkRate, Measure::kFound}, {.bucket = Bucket::kMonth}), {});
  measurer.ticket({.id = 1, .solved_at = *parse_time("2025-11-20")});
  measurer.ticket({.id = 2, .solved_at = *parse_time("2026-02-01")});
  measurer.question({*parse_time("2026-01-05"), "ann", true});
  const auto rows = measurer.finish(nobody);
  std::vector<std::string> periods;
  for (const Measured& row : rows) periods.push_back(std::string(row.what->name) + " " + *row.period);
  CHECK(periods == std::vector<std::string>{"link-rate 2025-11", "link-rate 2025-12", "link-rate 2026-01", "link-rate 2026-02",
                                            "found 2026-01"});
  CHECK(!rows[1].value);
}

TEST_CASE("people are in the order of their names, whatever they did") {
  Measurer measurer(options({Measure::kLinkRate}, {.person = true}), {});
  for (std::int64_t i = 0; i < 12; ++i) measurer.ticket({.id = i, .assignee = i % 4, .solved_at = 10});
  std::vector<std::string> names;
  for (const Measured& row : measurer.finish([](std::int64_t person) { return std::string(1, static_cast<char>('z' - person)); }))
    names.push_back(*row.person);
  CHECK(names == std::vector<std::string>{"w", "x", "y", ""});
}

TEST_CASE("a session ends after half an hour without a query, whoever asks meanwhile") {
  Measurer measurer(options({Measure::kSelfService}), {});
  for (const auto& [time, actor, found] : {std::tuple(0, "ann", false), std::tuple(1'000, "bob", false),
                                           std::tuple(1'800, "ann", true), std::tuple(3'601, "ann", false)})
    measurer.question({time, actor, found});
  const Measured row = measurer.finish(nobody).at(0);
  CHECK(row.numerator == 1);
  CHECK(row.denominator == 3);
}

}  // namespace ckm::insight
