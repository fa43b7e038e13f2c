#include "base/time.hh"

#include <doctest/doctest.h>

#include <random>

using namespace ckm;

TEST_CASE("parse_time: a table") {
  const std::pair<const char*, const char*> table[] = {
      {"2026-03-05T14:07:09Z", "2026-03-05T14:07:09Z"},
      {"2026-03-05 14:07", "2026-03-05T14:07:00Z"},
      {"2026-03-05", "2026-03-05T00:00:00Z"},
      {"2026/3/5 4:07", "2026-03-05T04:07:00Z"},
      {"20260305", "2026-03-05T00:00:00Z"},
      {"20260305T140709", "2026-03-05T14:07:09Z"},
      {"20200106120938", "2020-01-06T12:09:38Z"},
      {"202001061209", "2020-01-06T12:09:00Z"},
      {"2026-03-05T14:07:09.123456+08:00", "2026-03-05T06:07:09Z"},
      {"2026-03-05 14:07:09 +0800", "2026-03-05T06:07:09Z"},
      {"2026-03-05T00:30-08", "2026-03-05T08:30:00Z"},
      {"2026-03-05 14:07:09 UTC", "2026-03-05T14:07:09Z"},
      {"2024-02-29", "2024-02-29T00:00:00Z"},
      {"2026-03-05T24:00:00", "2026-03-06T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
      {"1600000000", "2020-09-13T12:26:40Z"},
      {"1600000000123", "2020-09-13T12:26:40Z"},
      {"999999999999", "2001-09-09T01:46:39Z"},
      {"  2026-03-05  ", "2026-03-05T00:00:00Z"},
      {"0001-01-01", "0001-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(std::string(text));
    const auto time = parse_time(text);
    REQUIRE(time);
    CHECK(format_time(*time) == expected);
  }
}

TEST_CASE("parse_time: what is no time") {
  for (const char* text : {"",
                           " ",
                           "soon",
                           "2026",
                           "2026-13-01",
                           "2026-02-29",
                           "2026-00-10",
                           "2026-01-00",
                           "2026-01-32",
                           "0000-01-01",
                           "2026-1",
                           "2026-03-05T",
                           "2026-03-05T25:00",
                           "2026-03-05T24:30",
                           "2026-03-05T24:00:01",
                           "2026-03-05T12:60",
                           "2026-03-05T12:00:61",
                           "2026-03-05T12",
                           "2026-03-05 12:00 +19:00",
                           "2026-03-05 12:00 +8x",
                           "2026-03-05x",
                           "2026/03-05",
                           "20261305",
                           "20200106126038",
                           "20201306120938",
                           "12345678901234",
                           "123456789012345",
                           "12345678",
                           "-1600000000",
                           "2026-03-05T12:00:00.Z",
                           "05.03.2026"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("format_time: round trip") {
  std::mt19937_64 random(1);
  constexpr Time kFirst = -62'135'596'800;  // 0001-01-01
  constexpr Time kSpan = 315'537'897'600;   // To the end of 9999.
  for (int i = 0; i < 20'000; ++i) {
    const Time time = kFirst + static_cast<Time>(random() % kSpan);
    REQUIRE(parse_time(format_time(time)) == time);
    const auto day = parse_span(format_day(time));
    REQUIRE(day);
    REQUIRE(day->first <= time);
    REQUIRE(time <= day->last);
    REQUIRE(day->last - day->first == 86'399);
  }
  CHECK(format_time(-1) == "1969-12-31T23:59:59Z");
}

TEST_CASE("parse_span") {
  const auto shown = [](std::string_view text) {
    const auto span = parse_span(text);
    return span ? format_time(span->first) + " " + format_time(span->last) : std::string();
  };
  CHECK(shown("2026") == "2026-01-01T00:00:00Z 2026-12-31T23:59:59Z");
  CHECK(shown("2024-02") == "2024-02-01T00:00:00Z 2024-02-29T23:59:59Z");
  CHECK(shown("2026-03-05") == "2026-03-05T00:00:00Z 2026-03-05T23:59:59Z");
  for (const char* bad : {"", "26", "2026-", "2026-13", "2026-02-30", "2026-03-05T", "0000", "x"}) CHECK(shown(bad).empty());
}

TEST_CASE("now: what it was fixed to") {
  set_now(42);
  CHECK(now() == 42);
}
