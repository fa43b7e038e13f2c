#include "text/time_zone.hh"

#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>

#include "base/late_library.hh"

namespace ckm::text {
namespace {

// ICU puts its version behind the names of its files and functions.
#define CKM_TEXT_OF(name) #name
#define CKM_NAME_OF(name) CKM_TEXT_OF(name)

// ICU's calendars, loaded when a zone is first named: starting with them takes nearly a millisecond.
struct Calendars {
  decltype(ucal_open)* open = nullptr;
  decltype(ucal_close)* close = nullptr;
  decltype(ucal_setMillis)* set_millis = nullptr;
  decltype(ucal_getTimeZoneOffsetFromLocal)* offset_from_local = nullptr;
  decltype(ucal_openTimeZoneIDEnumeration)* zones = nullptr;
  decltype(ucal_getCanonicalTimeZoneID)* canonical = nullptr;
};

const Calendars& calendars() {
  static const Calendars loaded = [] {
    const LateLibrary library("libicui18n.so." CKM_NAME_OF(U_ICU_VERSION_MAJOR_NUM),
                              "times with named zones can't be read without it: install ICU (Debian: libicu72)");
    Calendars found;
    library.find(CKM_NAME_OF(ucal_open), found.open);
    library.find(CKM_NAME_OF(ucal_close), found.close);
    library.find(CKM_NAME_OF(ucal_setMillis), found.set_millis);
    library.find(CKM_NAME_OF(ucal_getTimeZoneOffsetFromLocal), found.offset_from_local);
    library.find(CKM_NAME_OF(ucal_openTimeZoneIDEnumeration), found.zones);
    library.find(CKM_NAME_OF(ucal_getCanonicalTimeZoneID), found.canonical);
    return found;
  }();
  return loaded;
}

#undef CKM_NAME_OF
#undef CKM_TEXT_OF

struct CloseCalendar {
  void operator()(UCalendar* calendar) const { calendars().close(calendar); }
};
using Calendar = std::unique_ptr<UCalendar, CloseCalendar>;

Calendar open_zone(const std::u16string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Calendar zone(calendars().open(name.data(), static_cast<std::int32_t>(name.size()), "en", UCAL_GREGORIAN, &status));
  return U_SUCCESS(status) ? std::move(zone) : nullptr;
}

char16_t small(char16_t c) { return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c; }

// Names of zones are ASCII.
Calendar find_zone(std::string_view name) {
  const std::u16string wanted(name.begin(), name.end());
  std::array<char16_t, 128> room{};
  UErrorCode status = U_ZERO_ERROR;
  calendars().canonical(wanted.data(), static_cast<std::int32_t>(wanted.size()), room.data(),
                        static_cast<std::int32_t>(room.size()), nullptr, &status);
  if (U_SUCCESS(status)) return open_zone(wanted);
  status = U_ZERO_ERROR;
  const std::unique_ptr<UEnumeration, decltype(&uenum_close)> all(
      calendars().zones(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, &status), &uenum_close);
  while (U_SUCCESS(status)) {
    std::int32_t size = 0;
    const char16_t* const known = uenum_unext(all.get(), &size, &status);
    if (known == nullptr) break;
    const std::u16string_view text(known, static_cast<std::size_t>(size));
    if (std::ranges::equal(text, wanted, {}, small, small)) return open_zone(std::u16string(text));
  }
  return nullptr;
}

}  // namespace

std::optional<Time> zone_offset(std::string_view name, Time local) {
  // ICU takes milliseconds to make a zone; a column names one or two.
  thread_local std::map<std::string, Calendar, std::less<>> known;
  auto at = known.find(name);
  if (at == known.end()) {
    constexpr std::size_t kMost = 64;  // What a hostile file names is not kept.
    if (known.size() >= kMost) known.clear();
    at = known.emplace(name, find_zone(name)).first;
  }
  UCalendar* const zone = at->second.get();
  if (zone == nullptr) return std::nullopt;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  calendars().set_millis(zone, static_cast<double>(local) * 1000, &status);
  calendars().offset_from_local(zone, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, &raw, &saving, &status);
  if (U_FAILURE(status)) return std::nullopt;
  return (raw + saving) / 1000;
}

}  // namespace ckm::text
