// may_be_damaged: the one look that every text gets.
#include <array>

#include "text/repair.hh"

namespace ckm::text {
namespace {

// The first byte of everything that a rule looks for, among others.
constexpr auto kSuspect = [] {
  std::array<bool, 256> out{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) out[byte] = byte != '\n' && byte != '\t';
  for (const unsigned char byte : {'&', '<', '(', '?'}) out[byte] = true;
  for (const std::size_t byte : {0x7F, 0xC2, 0xE2, 0xE3, 0xEE, 0xEF, 0xF3, 0xF4}) out[byte] = true;
  out['_'] = true;
  return out;
}();

bool letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// Whether a bracket's content may begin with it: a letter, a letter with a tone mark, or a blank.
bool begins_reading(unsigned char c) { return letter(c) || c == ' ' || (c >= 0xC3 && c <= 0xCA) || c == 0xE1; }

// Whether the suspect byte at `at` needs the rules.
bool suspicious(const unsigned char* begin, const unsigned char* at, const unsigned char* end) {
  const auto byte = [&](std::ptrdiff_t i) -> unsigned char { return end - at > i ? at[i] : 0; };
  switch (*at) {
    case '&': return letter(byte(1)) || byte(1) == '#';
    case '<': return letter(byte(1)) || byte(1) == '/' || byte(1) == '!';
    case '_': return byte(1) == 'x' && byte(6) == '_';
    case '(': return at > begin && at[-1] >= 0x80 && begins_reading(byte(1));
    case '?': return at > begin && at[-1] >= 0x80 && begins_reading(byte(1)) && byte(1) != ' ';
    case 0xC2: return byte(1) < 0xA0 || byte(1) == 0xAD;  // C1 controls, soft hyphen
    case 0xE2:
      return (byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || byte(2) == 0xA8 || byte(2) == 0xA9)) ||
             (byte(1) == 0x81 && byte(2) == 0xA0);         // U+200B-200F, 2028, 2029, 2060
    case 0xE3: return byte(1) == 0x80 && byte(2) == 0x80;  // U+3000
    case 0xEE: return true;                                // U+E000-EFFF
    case 0xEF:
      return byte(1) <= 0xA3 || (byte(1) == 0xBB && byte(2) == 0xBF) ||        // U+F000-F8FF, FEFF
             (byte(1) == 0xBC && byte(2) == 0x88 && begins_reading(byte(3)));  // （
    case 0xF3: return byte(1) >= 0xB0;                                         // Planes 15
    default: return *at != 0xF4 || byte(1) >= 0x80;                            // and 16; control characters
  }
}

}  // namespace

bool may_be_damaged(std::string_view text) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = begin + text.size();
  for (const unsigned char* at = begin; at < end; ++at) {
    if (kSuspect[*at] && suspicious(begin, at, end)) return true;
  }
  return false;
}

}  // namespace ckm::text
