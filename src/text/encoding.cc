#include "text/encoding.hh"

#include <algorithm>
#include <array>
#include <cctype>

#include "text/converter.hh"

namespace ckm::text {
namespace {

struct Row {
  std::string_view icu;  // The converter's canonical name at ICU.
  std::string_view name;
  std::string_view converter;
};

// Where one encoding goes by the name of a part of it.
constexpr std::array kRows = {
    Row{"ibm-1386_P100-2001", "GB18030", "GB18030"},        // GBK
    Row{"windows-936-2000", "GB18030", "GB18030"},          // GBK
    Row{"ibm-1383_P110-1999", "GB18030", "GB18030"},        // GB2312
    Row{"ibm-5478_P100-1995", "GB18030", "GB18030"},        // GB 2312-80
    Row{"gb18030", "GB18030", "GB18030"},                   //
    Row{"windows-950-2000", "Big5", "Big5-HKSCS"},          //
    Row{"ibm-1375_P100-2008", "Big5-HKSCS", "Big5-HKSCS"},  //
    Row{"ibm-970_P110_P110-2006_U2", "EUC-KR", "windows-949"},
    Row{"windows-949-2000", "EUC-KR", "windows-949"},
};

// ICU takes options behind a comma, and nothing for its default.
bool is_plain(std::string_view name) {
  return !name.empty() && name.size() < 60 && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == ' ' || c == ':' || c == '.' || c == '(' || c == ')' || c == '+';
  });
}

}  // namespace

std::optional<Encoding> find_encoding(std::string_view name) {
  if (!is_plain(name)) return std::nullopt;
  const std::string typed(name);
  UErrorCode status = U_ZERO_ERROR;
  std::string canonical;
  // ICU has several tables by some names: windows-1252 without a standard is one that lacks the euro.
  for (const char* standard : {"IANA", "MIME", "WINDOWS", ""}) {
    status = U_ZERO_ERROR;
    const char* const icu = ucnv_getCanonicalName(typed.c_str(), standard, &status);
    if (icu == nullptr || U_FAILURE(status)) continue;
    canonical = icu;
    break;
  }
  if (canonical.empty()) {
    status = U_ZERO_ERROR;
    if (ucnv_countAliases(typed.c_str(), &status) == 0 || U_FAILURE(status)) return std::nullopt;
    status = U_ZERO_ERROR;
    canonical = ucnv_getAlias(typed.c_str(), 0, &status);
  }
  const auto* const row = std::ranges::find(kRows, canonical, &Row::icu);
  if (row != kRows.end()) return Encoding{std::string(row->name), std::string(row->converter)};
  // Of the names that IANA has, the one that MIME prefers.
  for (const char* standard : {"MIME", "IANA"}) {
    status = U_ZERO_ERROR;
    const char* const standard_name = ucnv_getStandardName(canonical.c_str(), standard, &status);
    if (standard_name != nullptr) return Encoding{standard_name, canonical};
  }
  return Encoding{canonical, canonical};
}

std::vector<std::string> encoding_names() {
  std::vector<std::string> names;
  const int32_t count = ucnv_countAvailable();
  for (int32_t i = 0; i < count; ++i) {
    UErrorCode status = U_ZERO_ERROR;
    const char* const converter = ucnv_getAvailableName(i);
    const std::uint16_t aliases = ucnv_countAliases(converter, &status);
    for (std::uint16_t k = 0; k < aliases && U_SUCCESS(status); ++k) names.emplace_back(ucnv_getAlias(converter, k, &status));
  }
  return names;
}

}  // namespace ckm::text
