#include "text/time_zone.hh"

#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <map>
#include <memory>
#include <string>

namespace ckm::text {
namespace {

std::unique_ptr<icu::TimeZone> find_zone(std::string_view name) {
  const auto id = icu::UnicodeString::fromUTF8(std::string(name));
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (zone != nullptr && *zone != icu::TimeZone::getUnknown()) return zone;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, status));
  while (U_SUCCESS(status)) {
    const icu::UnicodeString* known = all->snext(status);
    if (known == nullptr) break;
    if (known->caseCompare(id, 0) == 0) return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(*known));
  }
  return nullptr;
}

}  // namespace

std::optional<Time> zone_offset(std::string_view name, Time local) {
  // ICU takes milliseconds to make a zone; a column names one or two.
  thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> known;
  auto at = known.find(name);
  if (at == known.end()) {
    constexpr std::size_t kMost = 64;  // What a hostile file names is not kept.
    if (known.size() >= kMost) known.clear();
    at = known.emplace(name, find_zone(name)).first;
  }
  const auto* const zone = dynamic_cast<const icu::BasicTimeZone*>(at->second.get());
  if (zone == nullptr) return std::nullopt;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffsetFromLocal(static_cast<double>(local) * 1000, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  if (U_FAILURE(status)) return std::nullopt;
  return (raw + saving) / 1000;
}

}  // namespace ckm::text
