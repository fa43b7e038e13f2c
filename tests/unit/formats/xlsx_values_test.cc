#include "formats/xlsx_values.hh"

#include <doctest/doctest.h>

using namespace ckm::formats;

TEST_CASE("xlsx values: references name columns") {
  CHECK(column_of("A1") == 0);
  CHECK(column_of("Z99") == 25);
  CHECK(column_of("AA10") == 26);
  CHECK(column_of("xfd1048576") == 16383);
  CHECK(column_of("C") == 2);
  CHECK_FALSE(column_of("XFE1"));
  CHECK_FALSE(column_of("ZZZZZZZZZZZZ1"));
  CHECK_FALSE(column_of("12"));
  CHECK_FALSE(column_of(""));
  CHECK_FALSE(column_of("A1B"));
}

TEST_CASE("xlsx values: codes of formats tell dates from numbers") {
  for (const char* code : {"yyyy\\-mm\\-dd", "m/d/yy", "[$-409]d\\-mmm\\-yy;@", "yyyy\"年\"m\"月\"d\"日\";@",
                           "[DBNum1][$-804]yyyy\"年\"", "mmm", "ddd", "[Red]d/m"}) {
    CAPTURE(code);
    CHECK(format_of_code(code) == Shown::kDate);
  }
  for (const char* code : {"yyyy/m/d\\ h:mm;@", "m/d/yy h:mm", "dd.mm.yyyy hh:mm:ss", "[$-F400]d h AM/PM"}) {
    CAPTURE(code);
    CHECK(format_of_code(code) == Shown::kDateTime);
  }
  for (const char* code : {"h:mm", "mm:ss.0", "[$-404]hh\"時\"mm\"分\"", "上午/下午h\"时\"mm\"分\""}) {
    CAPTURE(code);
    CHECK(format_of_code(code) == Shown::kTime);
  }
  for (const char* code : {"[h]:mm:ss", "[mm]:ss", "[ss]"}) {
    CAPTURE(code);
    CHECK(format_of_code(code) == Shown::kElapsed);
  }
  for (const char* code : {"General", "0", "#,##0.00", "0.00E+00", "0%", "@", "\"day \"0", "[Red]0;[Magenta]-0", "\\d0", "0_d",
                           "# ?/?", "\"USD\" #,##0", "0.0;\"hs\"", "[>100]0", "", "\"", "[", "\\"}) {
    CAPTURE(code);
    CHECK(format_of_code(code) == Shown::kNumber);
  }
  CHECK(built_in_format(14) == Shown::kDate);
  CHECK(built_in_format(22) == Shown::kDateTime);
  CHECK(built_in_format(20) == Shown::kTime);
  CHECK(built_in_format(46) == Shown::kElapsed);
  CHECK(built_in_format(31) == Shown::kDate);
  CHECK(built_in_format(57) == Shown::kDate);
  for (const unsigned id : {0U, 1U, 4U, 9U, 11U, 13U, 37U, 44U, 48U, 49U, 59U, 164U})
    CHECK(built_in_format(id) == Shown::kNumber);
}

TEST_CASE("xlsx values: serials of both epochs, with the day that never was") {
  const auto date = [](double days, Epoch epoch = Epoch::k1900) {
    return format_serial(days, Shown::kDate, epoch).value_or("none");
  };
  CHECK(date(1) == "1900-01-01");
  CHECK(date(59) == "1900-02-28");
  CHECK(date(60) == "1900-02-29");
  CHECK(date(61) == "1900-03-01");
  CHECK(date(43836) == "2020-01-06");
  CHECK(date(2958465) == "9999-12-31");
  CHECK(date(2958466) == "none");
  CHECK(date(-1) == "none");
  CHECK(date(0, Epoch::k1904) == "1904-01-01");
  CHECK(date(42374, Epoch::k1904) == "2020-01-06");
  CHECK(date(43836.50668981482) == "2020-01-06T12:09:38");
  CHECK(format_serial(43836, Shown::kDateTime, Epoch::k1900) == "2020-01-06T00:00:00");
  // What floating point leaves is rounded to the second, across midnight too.
  CHECK(format_serial(43836.999999, Shown::kDateTime, Epoch::k1900) == "2020-01-07T00:00:00");
  CHECK(format_serial(0.25, Shown::kTime, Epoch::k1900) == "06:00:00");
  CHECK(format_serial(43836.25, Shown::kTime, Epoch::k1900) == "2020-01-06T06:00:00");
  CHECK(format_serial(1.5, Shown::kElapsed, Epoch::k1900) == "36:00:00");
}

TEST_CASE("xlsx values: numbers as people write them") {
  CHECK(format_number("24") == "24");
  CHECK(format_number("24.0") == "24");
  CHECK(format_number("-7") == "-7");
  CHECK(format_number("1.3800138E+10") == "13800138000");
  CHECK(format_number("123456789012345") == "123456789012345");
  CHECK(format_number("1.23456789012345E+14") == "123456789012345");
  CHECK(format_number("440106199001011234") == "440106199001011234");
  CHECK(format_number("1.2E+17") == "120000000000000000");
  CHECK(format_number("0.30000000000000004") == "0.3");
  CHECK(format_number("3.1400000000000001") == "3.14");
  CHECK(format_number("0.00001") == "0.00001");
  CHECK(format_number("1E-5") == "0.00001");
  CHECK(format_number("1E+300") == "1e+300");
  CHECK(format_number("1e-200") == "1e-200");
  CHECK(format_number("n/a") == "n/a");
  CHECK(format_number("") == "");
}
