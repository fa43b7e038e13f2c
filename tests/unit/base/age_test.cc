#include "base/age.hh"

#include <doctest/doctest.h>

using namespace ckm;

namespace {

std::string before(std::string_view age, std::string_view time) {
  const auto then = parse_age(age, *parse_time(time));
  return then ? format_time(*then) : "nothing";
}

}  // namespace

TEST_CASE("parse_age: days and weeks are so many seconds, months and years those of the calendar") {
  CHECK(before("1 day", "2026-03-01T09:00:01Z") == "2026-02-28T09:00:01Z");
  CHECK(before("90 days", "2026-07-01T00:00:00Z") == "2026-04-02T00:00:00Z");
  CHECK(before("6weeks", "2026-07-01T00:00:00Z") == "2026-05-20T00:00:00Z");
  CHECK(before("1 month", "2026-03-31T12:00:00Z") == "2026-02-28T12:00:00Z");
  CHECK(before("1 year", "2024-02-29T12:00:00Z") == "2023-02-28T12:00:00Z");
  CHECK(before("4 years", "2024-02-29T12:00:00Z") == "2020-02-29T12:00:00Z");
  CHECK(before("18 months", "2026-01-15T00:00:00Z") == "2024-07-15T00:00:00Z");
  CHECK(before("60 years", "2026-01-15T00:00:00Z") == "1966-01-15T00:00:00Z");
  CHECK(before("100 days", "1970-01-02T03:00:00Z") == "1969-09-24T03:00:00Z");
}

TEST_CASE("parse_age: other texts are none") {
  for (const char* text : {"", " ", "3", "days", "0 days", "-1 days", "+1 days", "1.5 days", "1 dayss", "1 hour", "1 Day",
                           "1 day ", " 1 day", "1 day 2", "99999999999 days", "3000 years", "nan years", "1 s"}) {
    CAPTURE(text);
    CHECK(before(text, "2026-07-01T00:00:00Z") == "nothing");
  }
}
