#include "text/repair_gbk.hh"

#include <string>

#include "base/utf8.hh"
#include "text/converter.hh"
#include "text/fold.hh"

namespace ckm::text {
namespace {

constexpr unsigned kTrails = Gbk::kLast - Gbk::kFirstTrail + 1;

}  // namespace

const Gbk& Gbk::table() {
  static const Gbk made;
  return made;
}

Gbk::Gbk() : characters_((kLast - kFirst + 1) * kTrails) {
  const Converter converter("GB18030");
  for (unsigned lead = kFirst; lead <= kLast; ++lead) {
    for (unsigned trail = kFirstTrail; trail <= kLast; ++trail) {
      const char both[] = {static_cast<char>(lead), static_cast<char>(trail)};
      char16_t units[4];
      UErrorCode status = U_ZERO_ERROR;
      const int32_t count = ucnv_toUChars(converter.get(), units, 4, both, 2, &status);
      if (U_FAILURE(status) || count != 1) continue;
      characters_[(lead - kFirst) * kTrails + trail - kFirstTrail] = units[0];
      bytes_.emplace(units[0], static_cast<std::uint16_t>(lead << 8 | trail));
    }
  }
}

char32_t Gbk::character(unsigned lead, unsigned trail) const {
  if (lead < kFirst || lead > kLast || trail < kFirstTrail || trail > kLast) return 0;
  return characters_[(lead - kFirst) * kTrails + trail - kFirstTrail];
}

unsigned Gbk::bytes(char32_t code) const {
  const auto found = bytes_.find(code);
  return found == bytes_.end() ? 0 : found->second;
}

bool common_han(char32_t code) {
  std::string scratch;
  const std::string_view folded = fold_char(code, scratch);
  if (folded.empty()) return false;
  const unsigned bytes = Gbk::table().bytes(utf8::decode(folded.data(), folded.data() + folded.size()).code);
  return bytes >= 0xB0A1 && bytes <= 0xD7F9 && (bytes & 0xFF) >= 0xA1;
}

}  // namespace ckm::text
