#include "base/number.hh"

#include <doctest/doctest.h>

using namespace ckm;

TEST_CASE("parse_number: finite, and the whole text") {
  CHECK(parse_number("0.7") == 0.7);
  CHECK(parse_number("-12") == -12);
  CHECK(parse_number("1e3") == 1'000);
  for (const char* text : {"", "nan", "NaN", "inf", "-infinity", "1e999", "0.7 ", " 1", "+1", "1,5", "0x10", "seven"})
    CHECK_FALSE(parse_number(text).has_value());
}
