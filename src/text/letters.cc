#include "text/letters.hh"

#include <unicode/uchar.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace ckm::text::letters {
namespace {

// Letters of about one frequency. A capital costs kCapital more than the small letter that stands here.
struct Row {
  Model model;
  Kind kind;
  float bits;
  std::u16string_view letters;
};
constexpr float kCapital = 3;

// By their share of all letters in running text, as frequency tables of each language show it.
constexpr std::array kRows = {
    Row{Model::kEnglish, Kind::kLatin, 11, u"éïöüèçñáóêàí"},
    Row{Model::kGerman, Kind::kLatin, 7.4F, u"üä"},
    Row{Model::kGerman, Kind::kLatin, 8.2F, u"öß"},
    Row{Model::kGerman, Kind::kLatin, 11.5F, u"éèàçñáóêô"},
    Row{Model::kFrench, Kind::kLatin, 5.7F, u"é"},
    Row{Model::kFrench, Kind::kLatin, 8, u"àè"},
    Row{Model::kFrench, Kind::kLatin, 9, u"êç"},
    Row{Model::kFrench, Kind::kLatin, 10.5F, u"ôîûâùœëï"},
    Row{Model::kSpanish, Kind::kLatin, 7, u"óí"},
    Row{Model::kSpanish, Kind::kLatin, 7.7F, u"áé"},
    Row{Model::kSpanish, Kind::kLatin, 8.6F, u"ñú"},
    Row{Model::kSpanish, Kind::kSymbol, 8, u"¿¡"},
    Row{Model::kSpanish, Kind::kLatin, 11.5F, u"üçàèòï"},
    Row{Model::kPortuguese, Kind::kLatin, 7, u"ãç"},
    Row{Model::kPortuguese, Kind::kLatin, 7.8F, u"áéêó"},
    Row{Model::kPortuguese, Kind::kLatin, 9, u"íõú"},
    Row{Model::kPortuguese, Kind::kLatin, 10.3F, u"àâôü"},
    Row{Model::kItalian, Kind::kLatin, 8, u"èà"},
    Row{Model::kItalian, Kind::kLatin, 9, u"ùòì"},
    Row{Model::kItalian, Kind::kLatin, 9.5F, u"é"},
    Row{Model::kNordic, Kind::kLatin, 6, u"äåøæö"},
    Row{Model::kNordic, Kind::kLatin, 10, u"áíóúýðþ"},
    Row{Model::kNordic, Kind::kLatin, 10, u"éü"},
    Row{Model::kPolish, Kind::kLatin, 5.6F, u"ł"},
    Row{Model::kPolish, Kind::kLatin, 6.7F, u"ąęóż"},
    Row{Model::kPolish, Kind::kLatin, 7.6F, u"ść"},
    Row{Model::kPolish, Kind::kLatin, 9.5F, u"ńź"},
    Row{Model::kCzech, Kind::kLatin, 5.5F, u"íá"},
    Row{Model::kCzech, Kind::kLatin, 6.4F, u"éěřčž"},
    Row{Model::kCzech, Kind::kLatin, 7, u"šý"},
    Row{Model::kCzech, Kind::kLatin, 8.5F, u"ůúľť"},
    Row{Model::kCzech, Kind::kLatin, 10.5F, u"ďňóäôĺŕ"},
    Row{Model::kHungarian, Kind::kLatin, 4.9F, u"áé"},
    Row{Model::kHungarian, Kind::kLatin, 6.7F, u"öóő"},
    Row{Model::kHungarian, Kind::kLatin, 7.7F, u"üíú"},
    Row{Model::kHungarian, Kind::kLatin, 9, u"ű"},
    Row{Model::kCroatian, Kind::kLatin, 6.8F, u"čšž"},
    Row{Model::kCroatian, Kind::kLatin, 7.8F, u"ćđ"},
    Row{Model::kRomanian, Kind::kLatin, 5, u"ă"},
    Row{Model::kRomanian, Kind::kLatin, 6.3F, u"şţîșț"},
    Row{Model::kRomanian, Kind::kLatin, 7.5F, u"â"},
    Row{Model::kTurkish, Kind::kLatin, 4.5F, u"ı"},
    Row{Model::kTurkish, Kind::kLatin, 6, u"üşçğ"},
    Row{Model::kTurkish, Kind::kLatin, 7, u"ö"},
    Row{Model::kTurkish, Kind::kLatin, 8, u"İ"},
    Row{Model::kTurkish, Kind::kLatin, 9, u"âîû"},
    Row{Model::kLithuanian, Kind::kLatin, 6.3F, u"ėųš"},
    Row{Model::kLithuanian, Kind::kLatin, 7.4F, u"žūįąč"},
    Row{Model::kLithuanian, Kind::kLatin, 8.5F, u"ę"},
    Row{Model::kLatvian, Kind::kLatin, 4.8F, u"ā"},
    Row{Model::kLatvian, Kind::kLatin, 6, u"īēš"},
    Row{Model::kLatvian, Kind::kLatin, 7.4F, u"ņūļž"},
    Row{Model::kLatvian, Kind::kLatin, 9, u"ģķč"},
    Row{Model::kEstonian, Kind::kLatin, 6.7F, u"äõü"},
    Row{Model::kEstonian, Kind::kLatin, 8.3F, u"ö"},
    Row{Model::kEstonian, Kind::kLatin, 12, u"šž"},
    Row{Model::kVietnamese, Kind::kLatin, 6, u"đưôêơâă"},
    Row{Model::kVietnamese, Kind::kLatin, 6.5F,
        u"\u0301\u0300\u0323\u0309\u0303áàéíóúèìòùãõýạảấầậếềệốồộớờợứừựịọụủẻỏổởửữễẫẩẵặắằẳẽỉĩũỗỡỳỵỷỹể"},
    Row{Model::kRussian, Kind::kCyrillic, 4, u"оеаинтсрвл"},
    Row{Model::kRussian, Kind::kCyrillic, 5.2F, u"кмдпуяыьгзб"},
    Row{Model::kRussian, Kind::kCyrillic, 7, u"чйхжшюцщэф"},
    Row{Model::kRussian, Kind::kCyrillic, 10, u"ёъ"},
    Row{Model::kUkrainian, Kind::kCyrillic, 4, u"оаинвітеср"},
    Row{Model::kUkrainian, Kind::kCyrillic, 5.2F, u"клдумпязьбг"},
    Row{Model::kUkrainian, Kind::kCyrillic, 6.7F, u"чийхцжїюшє"},
    Row{Model::kUkrainian, Kind::kCyrillic, 8, u"щфґўыэё"},
    Row{Model::kSerbian, Kind::kCyrillic, 4, u"аоиентрсв"},
    Row{Model::kSerbian, Kind::kCyrillic, 5.2F, u"јкдпумлзгъб"},
    Row{Model::kSerbian, Kind::kCyrillic, 7, u"чшњцжћхљђфяйщюьѓќѕџ"},
    Row{Model::kGreek, Kind::kGreek, 4, u"αοιετσνηυρ"},
    Row{Model::kGreek, Kind::kGreek, 5.2F, u"πκμλςωάίόέγδή"},
    Row{Model::kGreek, Kind::kGreek, 7, u"θχφβύώξζψ"},
    Row{Model::kGreek, Kind::kGreek, 11, u"ϊϋΐΰ"},
    Row{Model::kHebrew, Kind::kHebrew, 4.2F, u"יוהלאמרשתב"},
    Row{Model::kHebrew, Kind::kHebrew, 5.5F, u"נחדםעקכפטגןצסזךץף"},
    Row{Model::kArabic, Kind::kArabic, 3.8F, u"اليمنر"},
    Row{Model::kArabic, Kind::kArabic, 5, u"وتبةعدسفهكقأح"},
    Row{Model::kArabic, Kind::kArabic, 7, u"جشصضخإىطثزذغئظءآؤ،پچگی؟"},
    // What Chinese (readings), Japanese and Korean text holds of other alphabets.
    Row{Model::kChinese, Kind::kLatin, 13, u"āáǎàēéěèīíǐìōóǒòūúǔùü"},
    Row{Model::kChinese, Kind::kGreek, 14, u"αβγδεθλμπσφω"},
    Row{Model::kJapanese, Kind::kGreek, 14, u"αβγδεθλμπσφω"},
    Row{Model::kEnglish, Kind::kGreek, 13, u"αβγδεθλμπσφω"},
};

// Signs, alike in all models.
struct Sign {
  float bits;
  std::u16string_view signs;
};
constexpr std::array kSigns = {
    Sign{8, u"\u2019\u201C\u201D"},
    Sign{9, u"\u2013\u2014\u2026\u00AB\u00BB\u00A0\u201E\u00B7\u2018"},
    Sign{10, u"\u20AC\u00A3\u00B0\u2022\u00BF\u00A1\u00BA\u00AA\u201A"},
    Sign{11, u"\u00A7\u00AE\u00A9\u2122\u00D7\u2192\u2116\u25CF\u25CB\u25A0\u25A1\u2605\u2606\u203B\u2103"},
    Sign{12,
         u"\u00B2\u00B3\u00B1\u00B5\u00BD\u00BC\u00B4\u00A5\u2190\u2191\u2193\u2264\u2265\u00F7\u2039\u203A\u2020\u30FB\u2460"
         u"\u2461\u2462\u2463\u2464"},
    Sign{14, u"\u00A2\u00A4\u00A6\u00A8\u00AC\u00AF\u00B6\u00B8\u00B9\u00BE\u2021\u2030\u02C6\u02DC\u0192"},
};

// Hangul by frequency in running text, from the particles and endings that every sentence has on down.
constexpr std::array<std::u16string_view, 4> kHangul = {
    u"이다는의에을가한고지하기로은사리도서어시",
    u"나를대인들자정그아해일부수제보라전있것과스장만으여구주니게요상공원조면성세동되안신마국중연선모내입습년",
    u"비결문할없물개품등야했방오터거소소명드우치발생경유관미트적호간용위무했바님확송료화와금불체재배답환교객청후회본계실행저분"
    u"산반당운알려말양영민예심된또래레때두진형차감타업임증식던더월각데약석술법설단음각",
    u"학노점권건노절력러매런울속현루편외추번통포르같강급별초최태카건밀변복종직처특판표합항격견검결려록메목락란량렇로류르른름릴므"
    u"버벌"
    u"범브블빠빨새색싶쓰씨앞얼역열왜욕워웹율응의익작잘잡저접좋즈질쪽찾책천크큰킬텔토파패팀페평피필함험혀협홈활황획효",
};
constexpr std::array<float, 4> kHangulBits = {6, 7.5F, 9, 10.5F};
constexpr float kOtherHangul = 13;
constexpr char16_t kFirstHangul = 0xAC00;
constexpr char16_t kLastHangul = 0xD7A3;

std::vector<Letter> make_letters() {
  std::vector<Letter> out;
  const auto entry = [&](char32_t code, Kind kind) -> Letter& {
    const auto found = std::ranges::find(out, code, &Letter::code);
    if (found != out.end()) return *found;
    const auto type = u_charType(static_cast<UChar32>(code));
    return out.emplace_back(Letter{code, kind, type == U_LOWERCASE_LETTER, type == U_UPPERCASE_LETTER, {}});
  };
  const auto set = [&](char32_t code, const Row& row, float bits) {
    float& slot = entry(code, row.kind).bits[static_cast<std::size_t>(row.model)];
    if (slot == 0) slot = bits;
  };
  for (const Row& row : kRows) {
    for (const char16_t letter : row.letters) {
      set(letter, row, row.bits);
      if (letter == u'ß') continue;  // Its capital is not written.
      const auto capital = static_cast<char32_t>(u_toupper(letter));
      if (capital != letter && capital >= 0x80) set(capital, row, row.bits + kCapital);
    }
  }
  for (const Sign& sign : kSigns) {
    for (const char16_t code : sign.signs) {
      for (float& slot : entry(code, Kind::kSymbol).bits) slot = slot == 0 ? sign.bits : slot;
    }
  }
  std::ranges::sort(out, {}, &Letter::code);
  return out;
}

// Where each character up to the last one of the letters stands among them: one more than its place, 0 for none.
std::vector<std::uint16_t> make_places(const std::vector<Letter>& letters) {
  std::vector<std::uint16_t> out(letters.back().code + 1);
  for (std::size_t place = 0; place < letters.size(); ++place) out[letters[place].code] = static_cast<std::uint16_t>(place + 1);
  return out;
}

std::vector<float> make_hangul() {
  std::vector<float> out(kLastHangul - kFirstHangul + 1, kOtherHangul);
  // A syllable in two lists counts by the first.
  for (std::size_t rank = kHangul.size(); rank-- > 0;) {
    for (const char16_t code : kHangul[rank]) out[code - kFirstHangul] = kHangulBits[rank];
  }
  return out;
}

}  // namespace

const Letter* find(char32_t code) {
  static const std::vector<Letter> kLetters = make_letters();
  static const std::vector<std::uint16_t> kPlaces = make_places(kLetters);
  const std::uint16_t place = code < kPlaces.size() ? kPlaces[code] : 0;
  return place > 0 ? &kLetters[place - 1U] : nullptr;
}

float hangul_bits(char16_t code) {
  static const std::vector<float> kBits = make_hangul();
  return code >= kFirstHangul && code <= kLastHangul ? kBits[code - kFirstHangul] : kOtherHangul;
}

}  // namespace ckm::text::letters
