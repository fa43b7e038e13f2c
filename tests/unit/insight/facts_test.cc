#include "insight/facts.hh"

#include <doctest/doctest.h>

namespace ckm::insight {
namespace {

using Told = std::vector<std::string>;

Told told(std::string_view text) {
  Told out;
  for (const Fact& fact : facts_in(text)) {
    CHECK(text.substr(fact.at, fact.text.size()) == fact.text);
    std::string values;
    for (const std::string& value : fact.values) values += (values.empty() ? "" : "|") + value;
    for (const std::string& value : fact.to) values += (&value == &fact.to[0] ? ".." : "|") + value;
    out.push_back(fact.measure + "=" + values);
  }
  return out;
}

}  // namespace

TEST_CASE("facts_in: times, however they are written") {
  CHECK(told("within 14 days") == Told{"time=336"});
  CHECK(told("within two weeks, or a 3-month span") == Told{"time=336", "time=2190"});
  CHECK(told("十四天内，或者两个月；３天") == Told{"time=336", "time=1460", "time=72"});
  CHECK(told("5–10 working days") == Told{"working days=5..10"});
  CHECK(told("3 to 5 days, 2 個工作日") == Told{"time=72..120", "working days=2"});
  CHECK(told("fünf Tage, 14 Werktagen") == Told{"time=120", "working days=14"});
  CHECK(told("a day, some days, one of them, 一起") == Told{});
}

TEST_CASE("facts_in: money, dates, versions, links, and what is counted") {
  CHECK(told("€ 5, $10.50, 1,200 EUR, 20元, ￥30, 二十元") ==
        Told{"money EUR=5", "money USD=10.5", "money EUR=1200|1.2", "money CNY=20", "money CNY=30", "money CNY=20"});
  CHECK(told("on 2026-03-05, 2026年3月5日 and 2026/3/5") == Told{"date=2026-03-05", "date=2026-03-05", "date=2026-03-05"});
  CHECK(told("firmware 2.10.3, v1.4, 5.5 %") == Told{"version=2.10.3", "version=1.4", "percent=5.5"});
  CHECK(told("see https://www.Example.com/a/, or http://example.com/a.") == Told{"link=example.com/a", "link=example.com/a"});
  CHECK(told("up to 5 devices; 3台; 60 GB") == Told{"device=5", "台=3", "GB=60"});
  CHECK(told("the R6 and X4 routers, model A2, LM-2026, step 3.") == Told{});
}

}  // namespace ckm::insight
