#include "text/plausible.hh"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

#include "text/cjk_frequency.hh"
#include "text/converter.hh"
#include "text/letters.hh"

namespace ckm::text {
namespace {

using letters::Kind;

constexpr float kNever = 24;       // A character that no text holds.
constexpr float kForeign = 15;     // A letter that none of the model's languages has.
constexpr float kOtherLatin = 13;  // A Latin letter that only other languages have.
constexpr float kRareScript = 19;
constexpr float kCapitalInside = 6;  // Behind a small letter of its word.

// What a character is to its neighbours.
enum class Group : std::uint8_t { kNeutral, kLatin, kCyrillic, kGreek, kHebrew, kArabic, kHan, kHangul, kHalfKana, kOther };

struct Cost {
  float bits;
  Group group;
  bool small = false;
  bool capital = false;
};

bool east_asian(Model model) { return model == Model::kChinese || model == Model::kJapanese; }

// Letters and digits of ASCII by their frequency in text, punctuation and controls.
Cost ascii(char32_t c) {
  // Bits of a to z in English text; other languages differ by less than what separates encodings.
  constexpr std::array<float, 26> kBits = {3.9F, 6.2F, 5.1F, 4.7F, 3.2F, 5.6F, 5.6F, 4.5F, 4.0F, 8.5F, 7.0F, 4.8F, 5.3F,
                                           4.0F, 3.9F, 5.6F, 9.0F, 4.2F, 4.1F, 3.7F, 5.2F, 6.6F, 6.0F, 8.0F, 6.0F, 8.5F};
  if (c >= 'a' && c <= 'z') return {kBits[c - 'a'], Group::kLatin, true, false};
  if (c >= 'A' && c <= 'Z') return {kBits[c - 'A'] + 1.5F, Group::kLatin, false, true};
  if (c == ' ') return {1.5F, Group::kNeutral};
  if (c >= '0' && c <= '9') return {4, Group::kNeutral};
  if (c == '\n' || c == ',' || c == '.') return {4, Group::kNeutral};
  if (c == '\t' || c == '\r' || c == '-' || c == '"' || c == '\'' || c == ':' || c == ';') return {5, Group::kNeutral};
  if (c < 0x20 || c == 0x7F) return {kNever, Group::kNeutral};
  return {7, Group::kNeutral};
}

Cost by_property(char32_t c) {
  switch (u_charType(static_cast<UChar32>(c))) {
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE:
    case U_CONTROL_CHAR: return {kNever, Group::kOther};
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_OTHER_LETTER:
    case U_MODIFIER_LETTER:
    case U_TITLECASE_LETTER:
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK: return {kRareScript, Group::kOther};
    default: return {c >= 0x1F000 ? 12.0F : 14.0F, Group::kNeutral};
  }
}

Cost han(char32_t c, Model model) {
  const bool kana = c < 0x3100;
  if (c >= cjk::kEnd || (c >= 0x3130 && c < 0x4E00)) return {20, Group::kHan};
  if (model == Model::kChinese) return {kana ? 14.0F : static_cast<float>(cjk::chinese_bits(c)), Group::kHan};
  if (model == Model::kJapanese) return {static_cast<float>(cjk::japanese_bits(c)), Group::kHan};
  return {model == Model::kKorean && !kana ? 14.0F + static_cast<float>(cjk::chinese_bits(c)) / 4 : 19.0F, Group::kHan};
}

// Punctuation of East Asia and full-width forms.
Cost wide(char32_t c, Model model) {
  float cost = 12;
  switch (c) {
    case 0xFF0C: cost = model == Model::kJapanese ? 12 : 4.5F; break;  // ，
    case 0x3002: cost = 5; break;                                      // 。
    case 0x3001: cost = model == Model::kJapanese ? 5 : 7; break;      // 、
    case 0xFF1A:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF1B:
    case 0xFF08:
    case 0xFF09: cost = 6.5F; break;
    case 0x300A:
    case 0x300B:
    case 0x300C:
    case 0x300D:
    case 0x3000: cost = 8; break;
    case 0x3010:
    case 0x3011:
    case 0x300E:
    case 0x300F: cost = 10; break;
    default: break;
  }
  if (model == Model::kKorean) cost = std::max(cost, 12.0F);
  return {east_asian(model) || model == Model::kKorean ? cost : std::max(cost, 13.0F), Group::kHan};
}

Group group_of(Kind kind) {
  switch (kind) {
    case Kind::kCyrillic: return Group::kCyrillic;
    case Kind::kGreek: return Group::kGreek;
    case Kind::kHebrew: return Group::kHebrew;
    case Kind::kArabic: return Group::kArabic;
    case Kind::kHangul: return Group::kHangul;
    case Kind::kSymbol: return Group::kNeutral;
    case Kind::kLatin: break;
  }
  return Group::kLatin;
}

float foreign(const letters::Letter& letter, Model model) {
  return letter.kind == Kind::kLatin && !east_asian(model) ? kOtherLatin : kForeign;
}

Cost cost_of(char32_t c, Model model) {
  if (c < 0x80) return ascii(c);
  if (c < 0xA0 || c == kUndecodable) return {kNever, Group::kOther};
  if (c >= cjk::kBegin && c < 0x3130) return han(c, model);
  if (c >= 0x3400 && c < cjk::kEnd) return han(c, model);
  if ((c >= 0x3000 && c < 0x3040) || (c >= 0xFF01 && c <= 0xFF60)) return wide(c, model);
  if (c >= 0xFF61 && c <= 0xFF9F) return {model == Model::kJapanese ? 8.0F : kRareScript, Group::kHalfKana};
  if (c >= 0xAC00 && c < 0xD7A4) {
    const float rank = letters::hangul_bits(static_cast<char16_t>(c));
    return {model == Model::kKorean ? rank : rank + 8, Group::kHangul};
  }
  if (c >= 0xF900 && c < 0xFB00) return {kNever, Group::kHan};
  if (const letters::Letter* const letter = letters::find(c)) {
    const float cost = letter->bits[static_cast<std::size_t>(model)];
    return {cost > 0 ? cost : foreign(*letter, model), group_of(letter->kind), letter->small, letter->capital};
  }
  return by_property(c);
}

float step(const Cost& before, const Cost& now, Model model) {
  if (before.group == now.group) {
    if (now.group == Group::kNeutral) return 1;
    return before.small && now.capital ? kCapitalInside : before.capital && now.capital ? 1.5F : 0.3F;
  }
  if (before.group == Group::kNeutral || now.group == Group::kNeutral) return 1.5F;
  const bool mixes = east_asian(model) || model == Model::kKorean;
  const auto either = [&](Group a, Group b) {
    return (before.group == a && now.group == b) || (before.group == b && now.group == a);
  };
  if (mixes && either(Group::kLatin, Group::kHan)) return 4;
  if (mixes && either(Group::kLatin, Group::kHangul)) return 4;
  if (mixes && either(Group::kHan, Group::kHangul)) return 5;
  return 9;
}

// Calls take(char32_t) with each character; half of a pair is one by itself.
template <typename Take>
void for_each_code(std::u16string_view text, const Take& take) {
  const auto size = static_cast<std::ptrdiff_t>(text.size());
  for (std::ptrdiff_t at = 0; at < size;) {
    UChar32 c = 0;
    U16_NEXT(text.data(), at, size, c);
    take(static_cast<char32_t>(c));
  }
}

}  // namespace

double bits(std::u16string_view text, Model model) {
  double sum = 0;
  Cost before{0, Group::kNeutral};
  for_each_code(text, [&](char32_t c) {
    const Cost now = cost_of(c, model);
    sum += static_cast<double>(now.bits) + static_cast<double>(step(before, now, model));
    before = now;
  });
  return sum;
}

double bits_of_latin(std::size_t letters, Model model) {
  // -log2 of the share of ASCII among the letters of its texts; what other scripts quote of it is bounded.
  constexpr double kQuoted = 0.3;
  constexpr double kMostQuoted = 9;
  constexpr std::array<double, kModelCount> kEach = {kQuoted, kQuoted, kQuoted, 0,       0.03,    0.05,    0.04,    0.05,   0.01,
                                                     0.05,    0.11,    0.23,    0.19,    0.06,    0.13,    0.19,    0.12,   0.2,
                                                     0.06,    0.4,     kQuoted, kQuoted, kQuoted, kQuoted, kQuoted, kQuoted};
  const double each = kEach[static_cast<std::size_t>(model)];
  const double sum = each * static_cast<double>(letters);
  return each == kQuoted ? std::min(kMostQuoted, sum) : sum;
}

std::size_t count_never_written(std::u16string_view text) {
  std::size_t count = 0;
  for_each_code(text, [&](char32_t c) {
    const bool layout = (c >= '\b' && c <= '\r') || c == 0x1B;
    if (c < 0x20 || c == 0x7F) count += layout ? 0 : 1;
    else if (c >= 0x80) count += by_property(c).bits == kNever || c == kUndecodable ? 1 : 0;
  });
  return count;
}

double fewest_bits(std::u16string_view text) {
  // Only letters differ in all models; all else costs the same in those behind the first three.
  constexpr std::size_t kApart = 3;
  static_assert(static_cast<std::size_t>(Model::kEnglish) == kApart);
  std::array<double, kModelCount> sums{};
  double common = 0;
  Cost before{0, Group::kNeutral};
  for_each_code(text, [&](char32_t code) {
    const bool ideograph = code >= 0x4E00 && code < cjk::kEnd;
    const Cost now = ideograph ? han(code, Model::kEnglish) : cost_of(code, Model::kEnglish);
    if (ideograph) {
      common += static_cast<double>(now.bits);
      for (std::size_t model = 0; model < kApart; ++model) {
        sums[model] += static_cast<double>(han(code, static_cast<Model>(model)).bits) - static_cast<double>(now.bits);
      }
    } else if (const letters::Letter* const letter = code < 0xA0 ? nullptr : letters::find(code)) {
      for (std::size_t model = 0; model < kModelCount; ++model) {
        const float cost = letter->bits[model];
        sums[model] += static_cast<double>(cost > 0 ? cost : foreign(*letter, static_cast<Model>(model)));
      }
    } else {
      common += static_cast<double>(now.bits);
      for (std::size_t model = 0; code >= 0xA0 && model < kApart; ++model) {
        sums[model] += static_cast<double>(cost_of(code, static_cast<Model>(model)).bits) - static_cast<double>(now.bits);
      }
    }
    const float stepped = step(before, now, Model::kEnglish);
    common += static_cast<double>(stepped);
    if (before.group != now.group && before.group != Group::kNeutral && now.group != Group::kNeutral) {
      const double less = static_cast<double>(step(before, now, Model::kChinese)) - static_cast<double>(stepped);
      for (std::size_t model = 0; model < kApart; ++model) sums[model] += less;
    }
    before = now;
  });
  return common + *std::ranges::min_element(sums);
}

}  // namespace ckm::text
