#include "insight/grouping.hh"

#include <doctest/doctest.h>

#include <set>

#include "model/knowledge_facts.hh"

namespace ckm::insight {
namespace {

Time at(const char* text) { return *parse_time(text); }

std::string week(const char* text) { return bucket_label(Bucket::kWeek, bucket_of(Bucket::kWeek, at(text))); }
std::string month(const char* text) { return bucket_label(Bucket::kMonth, bucket_of(Bucket::kMonth, at(text))); }

std::set<std::string> branches(const GroupBy& by, std::optional<std::int64_t> category) {
  const Grouping grouping(by, {{1, "billing"}, {2, "billing/refund"}, {3, "账务/退款/到账"}});
  std::set<std::string> paths;
  grouping.for_each(category, 0, 0, [&](const GroupKey& key) { paths.insert(grouping.path(key.category)); });
  return paths;
}

}  // namespace

TEST_CASE("weeks are those of ISO 8601") {
  CHECK(week("2026-01-01") == "2026-W01");
  CHECK(week("2025-12-29") == "2026-W01");
  CHECK(week("2025-12-28T23:59:59Z") == "2025-W52");
  CHECK(week("2027-01-01") == "2026-W53");
  CHECK(week("2021-01-03") == "2020-W53");
  CHECK(week("1969-12-31") == "1970-W01");
  CHECK(week("0001-01-01") == "0001-W01");
  CHECK(bucket_of(Bucket::kWeek, at("2026-01-05")) == bucket_of(Bucket::kWeek, at("2026-01-04")) + 1);
}

TEST_CASE("months follow each other over the end of a year") {
  CHECK(month("2026-03-31T23:59:59Z") == "2026-03");
  CHECK(month("1969-12-31T23:59:59Z") == "1969-12");
  CHECK(month("0001-01-01") == "0001-01");
  CHECK(bucket_of(Bucket::kMonth, at("2026-01-01")) == bucket_of(Bucket::kMonth, at("2025-12-31")) + 1);
}

TEST_CASE("a branch holds what is below it, as deep as is told apart") {
  GroupBy by{.category = true};
  CHECK(branches(by, 2) == std::set<std::string>{"billing"});
  CHECK(branches(by, 3) == std::set<std::string>{"账务"});
  by.depth = 2;
  CHECK(branches(by, 1) == std::set<std::string>{"billing"});
  CHECK(branches(by, 3) == std::set<std::string>{"账务", "账务/退款"});
  by.depth = 9;
  CHECK(branches(by, 3) == std::set<std::string>{"账务", "账务/退款", "账务/退款/到账"});
  CHECK(branches(by, model::kNoCategory) == std::set<std::string>{""});
  CHECK(branches(by, 77) == std::set<std::string>{""});
  CHECK(branches(by, std::nullopt).empty());
}

TEST_CASE("what happened nobody knows when is in no month") {
  const Grouping monthly({.bucket = Bucket::kMonth}, {});
  int seen = 0;
  monthly.for_each(0, 0, model::kUnknownTime, [&](const GroupKey&) { ++seen; });
  CHECK(seen == 0);
  monthly.for_each(0, 0, at("2026-01-01"), [&](const GroupKey&) { ++seen; });
  CHECK(seen == 1);
}

}  // namespace ckm::insight
