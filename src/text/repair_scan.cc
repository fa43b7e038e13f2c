// The one look that every text gets.
#include <array>

#include "text/mojibake.hh"
#include "text/repair_rules.hh"

namespace ckm::text {
namespace {

// The first byte of everything that a rule looks for, among others.
constexpr auto kSuspect = [] {
  std::array<bool, 256> out{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) out[byte] = byte != '\n' && byte != '\t';
  for (const char byte : {'&', '<', '(', '?', '_'}) out[static_cast<std::size_t>(byte)] = true;
  for (const int byte : {0x7F, 0xC2, 0xC3, 0xE2, 0xE3, 0xEE, 0xEF, 0xF3, 0xF4}) out[static_cast<std::size_t>(byte)] = true;
  return out;
}();

bool letter(unsigned char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// Whether an inline reading may begin with it: a small letter, one with a tone mark, or a blank.
bool begins_reading(unsigned char c) { return (c >= 'a' && c <= 'z') || c == ' ' || (c >= 0xC3 && c <= 0xCA) || c == 0xE1; }

// Whether a character that windows-1252 makes of 80 to BF begins with it.
bool misread_trail(unsigned char c) { return c == 0xC2 || c == 0xC5 || c == 0xC6 || c == 0xCB || c == 0xE2; }

// Which rules the suspect byte at `at` is for.
unsigned suspicion(const unsigned char* begin, const unsigned char* at, const unsigned char* end) {
  const auto byte = [&](std::ptrdiff_t i) -> unsigned char { return end - at > i ? at[i] : 0; };
  const auto when = [](bool condition, Suspicion what) -> unsigned { return condition ? static_cast<unsigned>(what) : 0U; };
  switch (*at) {
    case '&': return when(letter(byte(1)) || byte(1) == '#', kMarkup);
    case '<': return when(letter(byte(1)) || byte(1) == '/' || byte(1) == '!', kMarkup);
    case '_': return when(byte(1) == 'x' && byte(6) == '_', kEscape);
    case '(': return when(at - begin >= 3 && at[-1] >= 0x80 && begins_reading(byte(1)), kReading);
    case '?': return when(begins_reading(byte(1)) && byte(1) != ' ', kReading);
    case 0xC2: return when(byte(1) < 0xA0 || byte(1) == 0xAD, kControl);                              // C1 controls, soft hyphen
    case 0xC3: return when(byte(1) >= 0x82 && byte(1) <= 0xB4 && misread_trail(byte(2)), kMojibake);  // U+00C2-00F4
    case 0xE2: {  // U+200B-200F, 2028-202E, 2060, 2066-2069
      const bool general = byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE));
      const bool more = byte(1) == 0x81 && (byte(2) == 0xA0 || (byte(2) >= 0xA6 && byte(2) <= 0xA9));
      return when(general || more, kControl);
    }
    case 0xE3: return when(byte(1) == 0x80 && byte(2) == 0x80, kSpace);  // U+3000
    case 0xEE: return kPrivateUse;                                       // U+E000-EFFF
    case 0xEF:                                                           // U+F000-F8FF, U+FEFF, （
      return when(byte(1) <= 0xA3, kPrivateUse) | when(byte(1) == 0xBB && byte(2) == 0xBF, kControl) |
             when(byte(1) == 0xBC && byte(2) == 0x88 && begins_reading(byte(3)), kReading);
    case 0xF3: return when(byte(1) >= 0xB0, kPrivateUse);  // Plane 15
    case 0xF4: return kPrivateUse;                         // and 16
    default: return kControl;
  }
}

template <typename Enough>
unsigned scan(std::string_view text, const Enough& enough) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = begin + text.size();
  unsigned out = 0;
  for (const unsigned char* at = begin; at < end; ++at) {
    if (!kSuspect[*at]) continue;
    out |= suspicion(begin, at, end);
    if (enough(out)) break;
  }
  return out;
}

}  // namespace

unsigned suspicions(std::string_view text) {
  const unsigned found = scan(text, [](unsigned) { return false; });
  return may_be_misread(text) ? found | kMojibake : found;
}

bool may_be_damaged(std::string_view text) {
  return scan(text, [](unsigned found) { return found != 0; }) != 0 || may_be_misread(text);
}

}  // namespace ckm::text
