// How rare letters and signs are in the languages of each model. For plausible.cc alone.
#pragma once

#include <array>
#include <cstdint>

#include "text/plausible.hh"

namespace ckm::text::letters {

enum class Kind : std::uint8_t { kSymbol, kLatin, kCyrillic, kGreek, kHebrew, kArabic, kHangul };

struct Letter {
  char32_t code;
  Kind kind;
  bool small;
  bool capital;
  std::array<float, kModelCount> bits;  // By model; 0: its languages don't have it.
};

// Of characters from U+00A0 up that are no ideograph, kana or Hangul; null for those in no list.
const Letter* find(char32_t code);

// Of a Hangul syllable, in Korean.
float hangul_bits(char16_t code);

}  // namespace ckm::text::letters
