#include "text/mojibake_witness.hh"

#include "base/utf8.hh"

namespace ckm::text {
namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_small(c) || is_capital(c); }
bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The bytes of signs of windows-1252 that text has behind a word: quotes, ellipsis, dashes, daggers, superscripts, blanks.
bool ends_word(char16_t unit, char byte) {
  constexpr std::string_view kSigns =
      "\x82\x84\x85\x86\x87\x8B\x91\x92\x93\x94\x95\x96\x97\x99\x9B\xA0\xAA\xAB\xAD\xAE\xB0\xB2\xB3\xB4\xB7\xB9\xBA\xBB";
  return unit >= 0xA0 && kSigns.find(byte) != std::string_view::npos;
}

// Of these, those that text has between two letters, too.
bool joins_words(char byte) {
  constexpr std::string_view kSigns = "\x85\x92\x95\x96\x97\xA0\xAD\xB4\xB7";
  return kSigns.find(byte) != std::string_view::npos;
}

// Whether the pair at `at`, a capital letter and such a sign, stands in a word as no right text has it.
bool within_word(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < bytes.size() ? bytes[i] : ' '; };
  const char sign = byte(at + 1);
  const char next = byte(at + 2);
  if (at > 0 && is_small(bytes[at - 1])) {
    const bool power = sign == '\xB2' || sign == '\xB3';  // eÅ²
    return !power || is_letter(next) || (at > 1 && (is_letter(bytes[at - 2]) || is_high(bytes[at - 2])));
  }
  // à alone: no word is Ã.
  if (sign == '\xA0') return byte(at) == '\xC3' && (at == 0 || bytes[at - 1] == ' ');
  if (is_capital(next)) return !joins_words(sign);
  if (!is_small(next)) return false;
  if (sign == '\x92') return is_letter(byte(at + 3)) || is_high(byte(at + 3));  // The letter Ä’s sound.
  if (sign == '\x85') return byte(at) == '\xC3';                                // Å begins words; ą after "Ä…" does not.
  return true;
}

}  // namespace

bool bears_witness(std::u16string_view text, std::string_view bytes) {
  std::string_view before;  // The pair that ends where this one begins.
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = utf8::decode(bytes.data() + at, bytes.data() + bytes.size()).length;
    const std::string_view pair = bytes.substr(at, length);
    if (length == 2) {
      // Signs of Latin-1 have an Â before them.
      if (pair[0] == '\xC2' || !ends_word(text[at + 1], pair[1]) || within_word(bytes, at)) return true;
      if (!before.empty() && pair != before) return true;
      before = pair;
    } else {
      before = {};
      // A word that ends in é or the like may have two signs behind it: café”…
      const bool signs = length == 3 && pair[0] != '\xE2' && at > 0 && is_letter(bytes[at - 1]) &&
                         ends_word(text[at + 1], pair[1]) && ends_word(text[at + 2], pair[2]);
      if (length > 2 && !signs) return true;
    }
    at += length;
  }
  return false;
}

}  // namespace ckm::text
