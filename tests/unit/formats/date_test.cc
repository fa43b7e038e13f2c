#include "formats/date.hh"

#include <doctest/doctest.h>

#include <string>

using namespace ckm;
using formats::Date;
using formats::DateOptions;
using formats::DayOrder;
using formats::read_date;

namespace {

std::string read(std::string_view text, const DateOptions& options = {}) {
  const auto date = read_date(text, options);
  return date ? format_time(date->time) : "none";
}

constexpr const char* kAfternoon = "2026-03-05T14:07:09Z";
constexpr const char* kMinute = "2026-03-05T14:07:00Z";
constexpr const char* kMidnight = "2026-03-05T00:00:00Z";

}  // namespace

TEST_CASE("date: numbers") {
  CHECK(read("2026-03-05T14:07:09Z") == kAfternoon);
  CHECK(read("2026/3/5 14:07:09") == kAfternoon);
  CHECK(read("2026.03.05 14:07") == kMinute);
  CHECK(read("05.03.2026 14:07") == kMinute);
  CHECK(read("5.3.26") == kMidnight);
  CHECK(read("05.03.2026, 14:07 Uhr") == kMinute);
  CHECK(read("3/5/2026 2:07 PM") == kMinute);
  CHECK(read("2026-03-05 02:07:09 p.m.") == kAfternoon);
  CHECK(read("１６.３.２０２６") == "2026-03-16T00:00:00Z");
  CHECK(read("1/1/69") == "2069-01-01T00:00:00Z");
  CHECK(read("1/1/70") == "1970-01-01T00:00:00Z");
  CHECK(read("12:07 AM 3/5/2026") == "2026-03-05T00:07:00Z");
  CHECK(read("3/5/2026 12:07 pm") == "2026-03-05T12:07:00Z");
}

TEST_CASE("date: day or month first") {
  CHECK(read("1/6/20") == "2020-01-06T00:00:00Z");
  CHECK(read("1/6/20", {DayOrder::kDayFirst, {}}) == "2020-06-01T00:00:00Z");
  CHECK(read_date("1/6/20")->ambiguous);
  CHECK(read_date("1/6/20", {DayOrder::kDayFirst, {}})->ambiguous);
  CHECK_FALSE(read_date("6/6/20")->ambiguous);
  CHECK_FALSE(read_date("01.06.2020")->ambiguous);
  CHECK(read_date("1/6/20")->shows == DayOrder::kUnknown);
  CHECK(read_date("13/6/20")->shows == DayOrder::kDayFirst);
  CHECK(read_date("6-13-2020")->shows == DayOrder::kMonthFirst);
  // What can be read in one way only is, whatever the rest of the column says.
  CHECK(read("6/13/2020", {DayOrder::kDayFirst, {}}) == "2020-06-13T00:00:00Z");
}

TEST_CASE("date: Chinese, Japanese and Korean") {
  CHECK(read("2026年3月5日") == kMidnight);
  CHECK(read("2026年03月05日 14:07:09") == kAfternoon);
  CHECK(read("2026年3月5日14时7分9秒") == kAfternoon);
  CHECK(read("2026年3月5日14時7分") == kMinute);
  CHECK(read("2026年3月5日 下午2:07") == kMinute);
  CHECK(read("2026/3/5 下午 02:07:09") == kAfternoon);
  CHECK(read("2026-3-5 上午12:07") == "2026-03-05T00:07:00Z");
  CHECK(read("2026-3-5 中午12:07") == "2026-03-05T12:07:00Z");
  CHECK(read("2026年3月5日 午後2時7分") == kMinute);
  CHECK(read("2026年3月5日 中午11:30") == "2026-03-05T11:30:00Z");
  CHECK(read("2026年3月5日 中午1:30") == "2026-03-05T13:30:00Z");
  CHECK(read("2026年3月5日 晚上8:07") == "2026-03-05T20:07:00Z");
  CHECK(read("2026年3月5日 晚上12:00") == "none");  // Of that day or the next?
  CHECK(read("2026年3月5日 晚上1:00") == "none");
  CHECK(read("2026年3月5日 星期四 14:07") == kMinute);
  CHECK(read("2026年3月5日(木) 14:07") == kMinute);
  CHECK(read("2026-3-5 周四 14:07") == kMinute);
  CHECK(read("２０２６年３月５日　下午２：０７") == kMinute);
  CHECK(read("2026년 3월 5일 오후 2:07") == kMinute);
  CHECK(read("2026年3月5日 14点7分") == kMinute);
}

TEST_CASE("date: with a month's name") {
  CHECK(read("Thu, 5 Mar 2026 14:07:09 +0000") == kAfternoon);
  CHECK(read("Thu, 05 Mar 2026 22:07:09 +0800 (CST)") == kAfternoon);
  CHECK(read("5 Mar 26 09:07:09 EST") == kAfternoon);
  CHECK(read("Mar 5, 2026 2:07 p.m.") == kMinute);
  CHECK(read("March 5th, 2026 at 2:07 PM") == kMinute);
  CHECK(read("Thu Mar  5 14:07:09 2026") == kAfternoon);
  CHECK(read("Thu Mar  5 15:07:09 CET 2026") == kAfternoon);
  CHECK(read("05-Mar-2026 14:07") == kMinute);
  CHECK(read("05/Mar/26 2:07 PM") == kMinute);
  CHECK(read("5. März 2026 14:07") == kMinute);
  CHECK(read("5 mars 2026 à 14:07") == kMinute);
  CHECK(read("5 de marzo de 2026") == kMidnight);
  CHECK(read("mardi 5 mai 2026") == "2026-05-05T00:00:00Z");
  CHECK(read("samedi 7 mars 2026") == "2026-03-07T00:00:00Z");
  CHECK(read("Donnerstag, 5. März 2026, 14:07 Uhr") == kMinute);
  CHECK(read("jueves, 5 de marzo de 2026") == kMidnight);
  CHECK(read("5 marzo 2026") == kMidnight);
  CHECK(read("5th of March 2026 2pm") == "2026-03-05T14:00:00Z");
  CHECK(read("5 Sept 2026") == "2026-09-05T00:00:00Z");
  CHECK(read("juil. 4 2026") == "2026-07-04T00:00:00Z");
}

TEST_CASE("date: zones") {
  CHECK(read("2026-03-05 09:07:09 (America/New_York)") == kAfternoon);
  CHECK(read("2026-03-05 09:07:09 America/New_York") == kAfternoon);
  CHECK(read("2026-07-05 10:07:09 (America/New_York)") == "2026-07-05T14:07:09Z");
  CHECK(read("2026-03-05 22:07:09 GMT+8") == kAfternoon);
  CHECK(read("5.3.2026 22:07:09 +08:00") == kAfternoon);
  CHECK(read("2026-03-05 22:07:09", {DayOrder::kUnknown, "Asia/Shanghai"}) == kAfternoon);
  CHECK(read("2026年3月5日 22:07:09", {DayOrder::kUnknown, "Asia/Shanghai"}) == kAfternoon);
  CHECK(read("2026-03-05T14:07:09Z", {DayOrder::kUnknown, "Asia/Shanghai"}) == kAfternoon);
  CHECK(read("1772719629", {DayOrder::kUnknown, "Asia/Shanghai"}) == kAfternoon);
  CHECK(read("5.3.2026 22:07:09 +0800", {DayOrder::kUnknown, "Europe/Berlin"}) == kAfternoon);
  CHECK(read("2026-03-05", {DayOrder::kUnknown, "Nowhere/Land"}) == "none");
  CHECK(read("Thu Mar  5 14:00:00 CST 2026") == "none");  // In China or in America?
  CHECK(read("2026-03-05 09:07 (No/Where)") == "none");
}

TEST_CASE("date: days as spreadsheets count") {
  CHECK(read("46086") == kMidnight);
  CHECK(read("46086.58829861111") == kAfternoon);
  CHECK(read("25569") == "1970-01-01T00:00:00Z");
  CHECK(read("9999") == "none");
  CHECK(read("4608.6") == "none");
}

TEST_CASE("date: what is none") {
  for (const char* text : {"",
                           "  ",
                           "today",
                           "5",
                           "5/3",
                           "31/2/2026",
                           "2026-13-05",
                           "32 Mar 2026",
                           "5 Foo 2026",
                           "2026年3月",
                           "14:07",
                           "2026-03-05 25:00",
                           "2026-03-05 14:7:09",
                           "1/2/3",
                           "1/2-2026",
                           "1 2 2026",
                           "Mar 2026",
                           "5 Mar 2026 14:07 15:08",
                           "2026-03-05 13:00 AM",
                           "1.2.3.4",
                           "call me on 5 Mar 2026",
                           "12345/1/1",
                           "5 Mar 2026 +",
                           "(",
                           "2026年2026年3月5日",
                           "١٢/٣/٢٠٢٦ x"}) {
    CAPTURE(text);
    CHECK(read(text) == "none");
  }
  CHECK(read(std::string(1000, '1')) == "none");
}
