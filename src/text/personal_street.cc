// Postal addresses in English, and boxes at a post office.
#include <re2/re2.h>

#include <algorithm>
#include <cctype>

#include "text/personal_line.hh"

namespace ckm::text::personal {
namespace {

constexpr std::size_t kLongest = 200;

// A number, a name in capitals and what it is, then the town. What is also a common word needs a town behind it.
const RE2& street() {
  static const RE2 pattern(
      R"((\d{1,5}[A-Za-z]?(?:-\d{1,5})?,? (?:(?:[NSEW]|North|South|East|West)\.? )?(?:(?:[A-Z][A-Za-z'’.]*|\d{1,3}(?:st|nd|rd|th)|of|the) ){1,4})"
      R"((?:(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Boulevard|Blvd|Terrace|Highway|Hwy|Parkway|Pkwy|Crescent|Cres)\b\.?)"
      R"((?: (?:North|South|East|West|Central|N|S|E|W|NW|NE|SW|SE)\b)?|(?:Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Way|Close)\b\.?,))"
      R"((?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room|Rm|#)\.? ?#?\w{1,6}\b)?)"
      R"((?:,? (?:[A-Z][a-z]+ Dist\.|[A-Z][a-z]+(?: [A-Z][a-z]+)?\b)){0,3})"
      R"((?:,? [A-Z]{2} \d{5}(?:-\d{4})?\b|,? [A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b)?))");
  return pattern;
}

// What stands before the number of the house.
const RE2& lead() {
  static const RE2 pattern(R"(((?:(?:Flat|Unit|Room|Rm|Apt|Suite|Shop)\.? ?\w{1,6}, )?(?:\d{1,3}/?F\.?, )?(?:No\. ?)?)"
                           R"((?:No\. ?\d{1,5}(?:-\d{1,3})?, )?(?:Aly\. ?\d{1,4}, )?(?:Ln\. ?\d{1,4}, )?(?:Sec\. ?)?)"
                           R"((?:[A-Z][A-Za-z']+(?: [A-Z][A-Za-z']+){0,3}, )?)$)");
  return pattern;
}

const RE2& box() {
  static const RE2 pattern(R"(((?i:\bp\.? ?o\.? ?box|\bpost office box)(?: (?i:no)\.?)?:? ?#?|(?:郵政|邮政)信箱(?:第)? ?)$)");
  return pattern;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::string value_of(std::string_view text) {
  std::string value;
  for (const char c : text) {
    if (c != ' ' && c != ',' && c != '.') value.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return value;
}

}  // namespace

void find_latin_addresses(const Line& line, Hits& hits) {
  const std::string_view text = line.plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    std::size_t end = i;
    while (is_digit(char_at(text, end))) ++end;
    const std::size_t number = i;
    i = end;
    if (number > 0 && is_word(text[number - 1])) continue;
    const std::string_view before =
        text.substr(number > kLongest / 2 ? number - kLongest / 2 : 0, std::min(number, kLongest / 2));
    re2::StringPiece found;
    const bool may_be_box = before.ends_with("ox ") || before.ends_with("箱") || before.ends_with("箱 ") ||
                            before.ends_with('#') || before.ends_with(". ") || before.ends_with("OX ") || before.ends_with("第");
    if (may_be_box && RE2::PartialMatch(piece(before), box(), &found) && !found.empty()) {
      while (char_at(text, end) == '-' && is_digit(char_at(text, end + 1))) {
        ++end;
        while (is_digit(char_at(text, end))) ++end;
      }
      if (text.substr(end).starts_with("號") || text.substr(end).starts_with("号")) end += 3;
      hits.push_back({number - found.size(), end, value_of(text.substr(number - found.size(), end - number + found.size()))});
      continue;
    }
    // Cheap signs first: 12 Main, 12A Main, 12-14 Main, 12 5th.
    std::size_t next = end;
    if (is_letter(char_at(text, next)) || char_at(text, next) == '-') {
      ++next;
      while (is_digit(char_at(text, next))) ++next;
    }
    if (char_at(text, next) == ',') ++next;
    if (end - number > 5 || char_at(text, next) != ' ' ||
        (!is_upper(char_at(text, next + 1)) && !is_digit(char_at(text, next + 1))))
      continue;
    if (!RE2::PartialMatch(piece(text.substr(number, kLongest)), street(), &found)) continue;
    if (found.data() != text.data() + number) continue;
    std::size_t length = found.size();
    if (text[number + length - 1] == ',') {
      // A common word as 2 Way: without a town it is none.
      continue;
    }
    std::size_t begin = number;
    if (re2::StringPiece in_front; RE2::PartialMatch(piece(before), lead(), &in_front)) begin -= in_front.size();
    hits.push_back({begin, number + length, value_of(text.substr(begin, number + length - begin))});
    i = number + length - 1;
  }
}

}  // namespace ckm::text::personal
