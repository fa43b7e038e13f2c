#include "insight/facts.hh"

#include <doctest/doctest.h>

namespace ckm::insight {
namespace {

using Told = std::vector<std::string>;

Told told(std::string_view text) {
  Told out;
  for (const Fact& fact : facts_in(text)) {
    CHECK(text.substr(fact.at, fact.text.size()) == fact.text);
    out.push_back(fact.measure + "=" + fact.value);
  }
  return out;
}

}  // namespace

TEST_CASE("facts_in: times, however they are written") {
  CHECK(told("within 14 days") == Told{"time=336"});
  CHECK(told("within two weeks, or a 3-month span") == Told{"time=336", "time=2160"});
  CHECK(told("十四天内，或者两个月；３天") == Told{"time=336", "time=1440", "time=72"});
  CHECK(told("5–10 working days") == Told{"working days=5", "working days=10"});
  CHECK(told("3 to 5 days, 2 個工作日") == Told{"time=72", "time=120", "working days=2"});
  CHECK(told("fünf Tage, 14 Werktagen") == Told{"time=120", "working days=14"});
  CHECK(told("a day, some days, one of them, 一起") == Told{});
}

TEST_CASE("facts_in: money, dates, versions, links, and what is counted") {
  CHECK(told("€ 5, $10.50, 1,200 EUR, 20元, ￥30, 二十元") ==
        Told{"money EUR=5", "money USD=10.5", "money EUR=1200", "money CNY=20", "money CNY=30", "money CNY=20"});
  CHECK(told("on 2026-03-05, 2026年3月5日 and 2026/3/5") == Told{"date=2026-03-05", "date=2026-03-05", "date=2026-03-05"});
  CHECK(told("firmware 2.10.3, v1.4, 5.5 %") == Told{"version=2.10.3", "version=1.4", "percent=5.5"});
  CHECK(told("see https://www.Example.com/a/, or http://example.com/a.") == Told{"link=example.com/a", "link=example.com/a"});
  CHECK(told("up to 5 devices; 3台; 60 GB") == Told{"device=5", "台=3", "GB=60"});
  CHECK(told("the R6 and X4 routers, model A2, LM-2026, step 3.") == Told{});
}

TEST_CASE("contradictions: of what both tell, nothing the same") {
  const auto count = [](std::string_view a, std::string_view b) { return contradictions(a, b).size(); };
  CHECK(count("Five days.", "Refunds take 7 days.") == 1);
  CHECK(count("14 days", "two weeks") == 0);
  CHECK(count("5–10 days", "10 days or more") == 0);
  CHECK(count("5 days", "5 working days") == 0);
  CHECK(count("5 days and 10 EUR", "6 days and 12 EUR") == 2);
  CHECK(count("七天内退款", "十四天内退款") == 1);
  CHECK(count("from version 2.1.0 on", "from version 2.2.0 on") == 1);
  CHECK(count("no numbers", "6 days") == 0);
  const auto found = contradictions("It takes five days.", "Wait\nsix days.");
  REQUIRE(found.size() == 1);
  CHECK(found[0].left.text == "five days");
  CHECK(found[0].left.at == 9);
  CHECK(found[0].right.text == "six days");
  CHECK(facts_in("1–3 days")[0].text == "1–3 days");
  CHECK(facts_in("1–3 days")[1].text == "3 days");
}

}  // namespace ckm::insight
