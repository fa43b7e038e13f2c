#include "text/time_zone.hh"

#include <doctest/doctest.h>

using namespace ckm;
using ckm::text::zone_offset;

TEST_CASE("zone_offset: zones in any case, summer time, what comes twice and what is left out") {
  constexpr Time kHour = 3600;
  constexpr Time kJanuary = 1'704'067'200;  // 2024-01-01 00:00
  constexpr Time kJuly = 1'719'792'000;     // 2024-07-01 00:00
  CHECK(zone_offset("Europe/Berlin", kJanuary) == kHour);
  CHECK(zone_offset("europe/berlin", kJuly) == 2 * kHour);
  CHECK(zone_offset("ASIA/SHANGHAI", kJuly) == 8 * kHour);
  CHECK(zone_offset("Asia/Kolkata", kJanuary) == 11 * kHour / 2);
  CHECK(zone_offset("US/Pacific", kJuly) == -7 * kHour);
  // 2024-10-27 02:30 comes twice in Berlin, 2024-03-31 02:30 never.
  CHECK(zone_offset("Europe/Berlin", 1'729'996'200) == 2 * kHour);
  CHECK(zone_offset("Europe/Berlin", 1'711'852'200) == kHour);
  CHECK(zone_offset("Europe/Bärlin", kJanuary) == std::nullopt);
  CHECK(zone_offset("", kJanuary) == std::nullopt);
}
