// Identity cards, passports and plates: letters and digits of a fixed shape, most with a check digit.
#include <algorithm>
#include <array>
#include <cctype>

#include "text/personal_line.hh"

namespace ckm::text::personal {
namespace {

constexpr auto kIdWords =
    std::to_array<std::string_view>({"身份证", "身份證", "身分證", "居留證", "居留证", "統一證號", "id card"});
constexpr auto kPassportWords = std::to_array<std::string_view>({"護照", "护照", "passport"});
constexpr auto kPlateWords = std::to_array<std::string_view>(
    {"車牌", "车牌", "車號", "车号", "牌照", "車輛", "plate", "registration", "license plate", "licence plate"});
constexpr auto kTellers = std::to_array<std::string_view>({"车", "車", "牌", "plate", "停", "driv"});

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_word(c)) out.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return out;
}

bool is_day(std::string_view digits) {  // 19900307
  const int year = std::stoi(std::string(digits.substr(0, 4)));
  const int month = std::stoi(std::string(digits.substr(4, 2)));
  const int day = std::stoi(std::string(digits.substr(6, 2)));
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 &&
         day <= kDays[static_cast<std::size_t>(month - 1)];
}

bool is_region(std::string_view digits) {
  constexpr std::string_view kRegions =
      "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91";
  const std::size_t at = kRegions.find(digits.substr(0, 2));
  return at != std::string_view::npos && at % 3 == 0;
}

// ISO 7064, MOD 11-2.
bool passes_mod_11_2(std::string_view id) {
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum = (sum + id[i] - '0') * 2 % 11;
  const int check = (12 - sum) % 11;
  return id[17] == (check == 10 ? 'X' : static_cast<char>('0' + check));
}

// What a letter counts in the numbers of Taiwan.
int letter_of_taiwan(char c) {
  constexpr std::string_view kOrder = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
  return 10 + static_cast<int>(kOrder.find(c));
}

// Letter, then nine digits; of old certificates the second is a letter too.
bool passes_taiwan(std::string_view id) {
  const int first = letter_of_taiwan(id[0]);
  int sum = first / 10 + first % 10 * 9;
  for (std::size_t i = 1; i < 9; ++i) {
    const int digit = is_digit(id[i]) ? id[i] - '0' : letter_of_taiwan(id[i]) % 10;
    sum += digit * static_cast<int>(9 - i);
  }
  return (sum + id[9] - '0') % 10 == 0;
}

bool passes_hong_kong(std::string_view letters, std::string_view digits, char check) {
  int sum = 0;
  int weight = 9;
  const auto add = [&](int value) { sum += value * weight--; };
  add(letters.size() == 2 ? letters[0] - 'A' + 10 : 36);
  add(letters.back() - 'A' + 10);
  for (const char d : digits) add(d - '0');
  sum += check == 'A' ? 10 : check - '0';
  return sum % 11 == 0;
}

// Calls `visit` with each word of letters and digits that has a digit.
template <typename Visit>
void for_each_code(std::string_view text, Visit visit) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    std::size_t begin = i;
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    while (i < text.size() && is_word(text[i])) ++i;
    visit(begin, i);
  }
}

bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

bool is_old_id(std::string_view id) { return id.size() == 15 && is_region(id) && is_day("19" + std::string(id.substr(6, 6))); }

// The signs of the provinces on plates, in both scripts.
constexpr std::string_view kProvinces =
    "京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊";
// Those that are also words, so that a dot or a word for a car has to stand by them.
constexpr std::string_view kCommon = "云雲黑新青藏吉贵貴宁寧甘苏蘇";
constexpr std::string_view kLast = "挂學学警港澳领領";

void find_plates_of_china(const Line& line, Hits& hits) {
  const std::string_view text = line.plain;
  for_each_code(text, [&](std::size_t code, std::size_t code_end) {
    // 京A12345, 京A·12345: the province stands before the letter.
    std::size_t letter = code;
    std::size_t begin_of_rest = code + 1;
    bool dotted = false;
    if (is_digit(text[code]) || code_end - code == 5 || code_end - code == 6) {
      for (const std::string_view dot : {"·", "•", "・", "-", ".", " "}) {
        if (!text.substr(0, code).ends_with(dot) || code < dot.size() + 1) continue;
        const std::size_t at = code - dot.size() - 1;
        if (!is_upper(text[at]) || (at > 0 && is_word(text[at - 1]))) continue;
        letter = at;
        begin_of_rest = code;
        dotted = true;
      }
    }
    if (!is_upper(text[letter]) || text[letter] == 'I' || letter < 3) return;
    const std::string_view province = text.substr(letter - 3, 3);
    const std::size_t known = kProvinces.find(province);
    if (known == std::string_view::npos || known % 3 != 0) return;
    std::string rest = upper(text.substr(begin_of_rest, code_end - begin_of_rest));
    std::size_t end = code_end;
    const std::string_view last = text.substr(code_end, 3);
    if (rest.size() == 4 && last.size() == 3 && kLast.find(last) != std::string_view::npos && kLast.find(last) % 3 == 0) {
      rest += last;
      end += 3;
    } else if (rest.size() != 5 && rest.size() != 6) {
      return;
    }
    if (rest.find_first_of("IO") != std::string::npos) return;
    if (rest.size() == 6 && end == code_end && std::string_view("ABCDEFGHJK").find(rest[0]) == std::string_view::npos &&
        !is_letter(rest[5]))
      return;  // Of electric cars a letter stands first or last.
    if (std::ranges::count_if(rest, is_digit) < 2) return;
    const bool common = kCommon.find(province) != std::string_view::npos;
    if (common && !dotted && said_before(line, letter - 3, kTellers, kOrderWords) != Said::kIt) return;
    hits.push_back({letter - 3, end, std::string(province) + text[letter] + rest});
  });
}

}  // namespace

void find_id_cards(const Line& line, Hits& hits) {
  for_each_code(line.plain, [&](std::size_t begin, std::size_t end) {
    std::string id = upper(line.plain.substr(begin, end - begin));
    if (id.size() == 15 && all_digits(id) && is_old_id(id) && said_before(line, begin, kIdWords, kOrderWords) == Said::kIt) {
      hits.push_back({begin, end, id});
      return;
    }
    if (id.size() == 6 && all_digits(id)) {  // 110101 19900307 7715
      const char between = char_at(line.plain, end);
      if ((between != ' ' && between != '-') || char_at(line.plain, end + 9) != between) return;
      id = upper(line.plain.substr(begin, 20));
      end = begin + 20;
    }
    if (id.size() != 18 || !all_digits(std::string_view(id).substr(0, 17)) || !is_region(id) ||
        !is_day(std::string_view(id).substr(6, 8)) || !passes_mod_11_2(id) || !stands_alone(line.plain, begin, end))
      return;
    hits.push_back({begin, end, id});
  });
}

void find_taiwan_ids(const Line& line, Hits& hits) {
  for_each_code(line.plain, [&](std::size_t begin, std::size_t end) {
    if (end - begin != 10 || !stands_alone(line.plain, begin, end)) return;
    const bool lower = !is_upper(line.plain[begin]);
    const std::string id = upper(line.plain.substr(begin, 10));
    const bool person = is_upper(id[0]) && std::string_view("1289ABCD").find(id[1]) != std::string_view::npos &&
                        all_digits(std::string_view(id).substr(2));
    if (!person || !passes_taiwan(id)) return;
    const Said said = said_before(line, begin, kIdWords, kOrderWords);
    const bool old = !is_digit(id[1]);  // Codes of a computer look so too.
    if (said == Said::kOther || ((lower || old) && said != Said::kIt)) return;
    hits.push_back({begin, end, id});
  });
}

void find_hong_kong_ids(const Line& line, Hits& hits) {
  for_each_code(line.plain, [&](std::size_t begin, std::size_t end) {
    const std::string id = upper(line.plain.substr(begin, end - begin));
    const std::size_t letters = id.size() == 8 ? 2 : 1;
    if ((id.size() != 7 && id.size() != 8) || !is_upper(id[0]) || !is_upper(id[letters - 1]) ||
        !all_digits(std::string_view(id).substr(letters)) || char_at(line.plain, end) != '(' ||
        char_at(line.plain, end + 2) != ')')
      return;
    const char check = line.plain[end + 1];
    if ((!is_digit(check) && check != 'A') ||
        !passes_hong_kong(std::string_view(id).substr(0, letters), std::string_view(id).substr(letters), check))
      return;
    hits.push_back({begin, end + 3, id + check});
  });
}

void find_passports(const Line& line, Hits& hits) {
  for_each_code(line.plain, [&](std::size_t begin, std::size_t end) {
    if (end - begin < 7 || end - begin > 10 || !stands_alone(line.plain, begin, end)) return;
    const std::string id = upper(line.plain.substr(begin, end - begin));
    const std::size_t letters = static_cast<std::size_t>(std::ranges::find_if(id, is_digit) - id.begin());
    if (letters > 2 || !all_digits(std::string_view(id).substr(letters))) return;
    const Said said = said_before(line, begin, kPassportWords, kOrderWords);
    const bool of_china = id.size() == 9 && ((letters == 1 && (id[0] == 'E' || id[0] == 'G')) ||
                                             (letters == 2 && id[0] == 'E' && id[1] != 'I' && id[1] != 'O'));
    const bool written_so = is_upper(line.plain[begin]);
    if (said == Said::kOther || (said != Said::kIt && !(of_china && written_so))) return;
    if (!of_china && !(id.size() == 9 || (letters > 0 && id.size() >= 8))) return;
    hits.push_back({begin, end, id});
  });
}

void find_plates(const Line& line, Hits& hits) {
  find_plates_of_china(line, hits);
  const std::string_view text = line.plain;
  for_each_code(text, [&](std::size_t begin, std::size_t end) {
    const std::size_t first = end - begin;
    if (first > 7) return;
    // AB 1234, ABC-1234, 1234-AB: two parts of which one is letters.
    std::size_t from = begin;
    std::size_t to = end;
    const auto letters_before = [&](std::size_t at) {
      std::size_t n = 0;
      while (n < at && is_upper(text[at - 1 - n])) ++n;
      return n;
    };
    if (all_digits(text.substr(begin, first)) && begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '-')) {
      const std::size_t n = letters_before(begin - 1);
      if (n == 2 || n == 3) from = begin - 1 - n;
    }
    if (from == begin && all_digits(text.substr(begin, first)) && char_at(text, end) == '-' && is_upper(char_at(text, end + 1)) &&
        is_upper(char_at(text, end + 2))) {
      to = end + 3;
    }
    const std::string plate = upper(text.substr(from, to - from));
    const auto letters = std::ranges::count_if(plate, is_upper);
    const auto digits = static_cast<std::ptrdiff_t>(plate.size()) - letters;
    const bool shape = (letters == 2 && digits >= 1 && digits <= 4) || (letters == 3 && (digits == 3 || digits == 4));
    if (!shape || !stands_alone(text, from, to) || text.substr(from, to - from).find('_') != std::string_view::npos) return;
    if (!is_upper(text[from]) && !is_digit(text[from])) return;
    if (said_before(line, from, kPlateWords, kOrderWords, 18) != Said::kIt) return;
    hits.push_back({from, to, plate});
  });
}

}  // namespace ckm::text::personal
