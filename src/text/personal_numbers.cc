// Telephones and bank cards: digits in groups.
#include <algorithm>
#include <array>

#include "text/personal_line.hh"

namespace ckm::text::personal {
namespace {

constexpr auto kPhoneWords = std::to_array<std::string_view>(
    {"電話", "电话", "手機", "手机", "致電", "致电", "tel",    "telephone", "phone",  "mobile", "cell", "whatsapp",
     "座机", "座機", "微信", "fax",  "傳真", "传真", "撥打",   "拨打",      "聯絡",   "联络",   "聯繫", "联系",
     "打我", "打给", "打給", "call", "line", "text", "號碼是", "号码是",    "wechat", "ring",   "分機", "市話"});
constexpr auto kCardWords = std::to_array<std::string_view>(
    {"卡号", "卡號", "card", "银行卡", "信用卡", "銀行卡", "储蓄卡", "簽帳卡", "visa", "mastercard"});
// Behind 00 only these are taken for countries.
constexpr auto kCountries = std::to_array<std::string_view>(
    {"86", "852", "853", "886", "1", "44", "81", "82", "65", "60", "49", "33", "61", "39", "34", "62"});
constexpr std::size_t kMostGroups = 7;

bool mobile_of_china(std::string_view digits) { return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3'; }

// An area code of mainland China and a number of 7 or 8 digits, without the 0 before.
bool landline_of_china(std::string_view digits) {
  if (digits.size() < 9 || digits.size() > 11) return false;
  if (digits.starts_with("10")) return digits.size() == 10 && digits[2] >= '2';
  if (digits[0] == '2') return digits.size() == 10 && digits[2] >= '2';
  return digits[0] >= '3' && digits.size() >= 10 && digits[3] >= '2';
}

// The number behind a country's code as it is dialled from abroad; empty: it is none.
std::string abroad(std::string_view digits) {
  const auto rest = [&](std::size_t code) {
    std::string_view number = digits.substr(code);
    if (number.starts_with('0')) number.remove_prefix(1);
    return number;
  };
  const auto made = [](std::string_view code, std::string_view number) { return "+" + std::string(code) + std::string(number); };
  const auto within = [](std::string_view number, std::size_t least, std::size_t most) {
    return number.size() >= least && number.size() <= most;
  };
  if (digits.starts_with("86")) {
    const std::string_view number = rest(2);
    return mobile_of_china(number) || landline_of_china(number) ? made("86", number) : std::string();
  }
  if (digits.starts_with("852") || digits.starts_with("853"))
    return digits.size() == 11 && digits[3] >= '2' ? "+" + std::string(digits) : std::string();
  if (digits.starts_with("886")) return within(rest(3), 8, 9) ? made("886", rest(3)) : std::string();
  if (digits.starts_with('1')) return digits.size() == 11 && digits[1] >= '2' ? "+" + std::string(digits) : std::string();
  if (digits.starts_with("44")) return within(rest(2), 9, 10) ? made("44", rest(2)) : std::string();
  if (digits.starts_with("65")) return digits.size() == 10 ? "+" + std::string(digits) : std::string();
  if (digits.starts_with("8") || digits.starts_with("6")) return within(rest(2), 8, 10) ? made(digits.substr(0, 2), rest(2)) : "";
  return digits[0] != '0' && within(digits, 9, 14) ? "+" + std::string(digits) : std::string();
}

struct Candidate {
  std::string digits;
  std::span<const Group> groups;
  std::string_view text;
  bool plus;
  bool bracket;  // An opening one stands before the first group.
  Said said;
  [[nodiscard]] std::size_t length(std::size_t group) const {
    return group < groups.size() ? groups[group].end - groups[group].begin : 0;
  }
  [[nodiscard]] bool lengths(std::initializer_list<std::size_t> wanted) const {
    return std::ranges::equal(groups, wanted, {}, [](const Group& group) { return group.end - group.begin; });
  }
};

std::string with_zero(const Candidate& c) {
  const std::string_view digits = c.digits;
  const std::size_t first = c.length(0);
  const bool apart = c.groups.size() > 1 || c.said == Said::kIt;
  const std::string number(digits.substr(1));
  if (digits.starts_with("09") && digits.size() == 10 &&
      (c.lengths({10}) || c.lengths({4, 3, 3}) || c.lengths({4, 6}) || c.lengths({4, 2, 4}) || c.lengths({3, 3, 4})))
    return "+886" + number;
  if (!apart) return {};
  const bool whole = c.groups.size() == 1;
  // 02-2345-6789, 037-123-456, 049-2345-678; of one group only with a word for it.
  if (digits[1] >= '2' && digits[1] <= '8' && (digits.size() == 9 || digits.size() == 10) &&
      (first == 2 || first == 3 || whole) && c.groups.size() <= 3 && (whole || c.length(1) >= 3))
    return "+886" + number;
  const bool code = first == 4 ? digits[1] >= '3' : first == 3 && (digits[1] == '1' || digits[1] == '2');
  if (landline_of_china(number) && (whole || (code && c.groups.size() <= 3 && c.length(1) >= 3))) return "+86" + number;
  return {};
}

bool china_layout(const Candidate& c) {
  return c.groups.size() == 1 || c.lengths({3, 4, 4}) || c.lengths({3, 8}) || c.lengths({7, 4}) || c.lengths({3, 3, 5}) ||
         c.lengths({4, 3, 4}) || c.lengths({4, 4, 3}) || c.lengths({3, 2, 2, 2, 2}) || c.lengths({5, 6}) ||
         c.lengths({3, 4, 2, 2});
}

// The number in one form; empty: it is none.
std::string number_of(const Candidate& c) {
  const std::string_view digits = c.digits;
  if (digits.size() < 7) return {};
  if (c.plus) return abroad(digits);
  if (c.said == Said::kOther) return {};
  if (digits.starts_with("0800") || digits.starts_with("0809")) return {};  // Free of charge: a service's.
  if (digits.starts_with("00")) {
    for (const std::string_view country : kCountries) {
      if (!digits.substr(2).starts_with(country) || digits.size() < 12) continue;
      if (std::string number = abroad(digits.substr(2)); !number.empty()) return number;
    }
    return {};
  }
  if (mobile_of_china(digits) && china_layout(c)) return "+86" + c.digits;
  if (digits.starts_with("86") && mobile_of_china(digits.substr(2)) && (c.length(0) == 2 || c.groups.size() == 1))
    return "+" + c.digits;
  const bool code_apart = c.length(0) == 3 && c.groups.size() > 1;
  if (code_apart && (digits.starts_with("852") || digits.starts_with("886")) &&
      (c.lengths({3, 8}) || c.lengths({3, 4, 4}) || c.lengths({3, 9}) || c.lengths({3, 3, 3, 3}) || c.lengths({3, 1, 4, 4})))
    if (std::string number = abroad(digits); !number.empty()) return number;
  if (digits[0] == '0') {
    if (std::string number = with_zero(c); !number.empty()) return number;
  }
  // (415) 555-2671
  const bool american = digits.size() == 10 && digits[0] >= '2' && digits[3] >= '2' && c.lengths({3, 3, 4});
  if (american && (c.bracket || c.said == Said::kIt)) return "+1" + c.digits;
  if (c.said != Said::kIt) return {};
  if (digits.starts_with("86") && c.length(0) == 2 && c.groups.size() > 2) return abroad(digits);  // 86 10 8765 4321
  const bool free_of_charge = digits.starts_with("400") || digits.starts_with("800");
  if ((c.lengths({8}) || c.lengths({4, 4})) && digits[0] != '0' && digits[0] != '1' && digits[0] != '4') return "+852" + c.digits;
  if (digits.size() >= 9 && digits.size() <= 11 && digits[0] == '0' && c.groups.size() <= 4) return c.digits;
  return american && !free_of_charge ? "+1" + c.digits : std::string();
}

std::size_t digits_in(std::span<const Group> groups) {
  std::size_t digits = 0;
  for (const Group& group : groups) digits += group.end - group.begin;
  return digits;
}

// An extension behind the number: -801, 转801, 分機 12, ext. 4.
std::size_t extension_end(std::string_view text, std::size_t at) {
  std::size_t next = at;
  while (char_at(text, next) == ' ' || char_at(text, next) == ',' || char_at(text, next) == '(') ++next;
  for (const std::string_view word : {"转", "轉", "分机", "分機", "ext.", "ext", "x", "#", "-"}) {
    if (!text.substr(next).starts_with(word) || (word == "-" && next != at)) continue;
    next += word.size();
    while (char_at(text, next) == ' ') ++next;
    std::size_t end = next;
    while (is_digit(char_at(text, end))) ++end;
    const std::size_t count = end - next;
    return count > 0 && count <= (word == "-" ? 4 : 6) && !is_word(char_at(text, end)) && char_at(text, end) != '-' ? end : at;
  }
  return at;
}

bool bounded(std::string_view text, std::size_t begin, std::size_t end, bool plus) {
  const char before = char_before(text, begin);
  if (is_word(before) || before == '$' || before == '#' || before == '.' || before == '&') return false;
  if ((before == '-' || before == '=') && begin >= 2 && is_word(text[begin - 2]) && before == '-' && !plus) return false;
  if (before == '/' && begin >= 2 && !is_digit(text[begin - 2]) && is_word(text[begin - 2])) return false;
  if (text.substr(0, begin).ends_with("¥") || text.substr(0, begin).ends_with("￥") || text.substr(0, begin).ends_with("€"))
    return false;
  const char after = char_at(text, end);
  if (is_word(after) || after == '%') return false;
  if ((after == '-' || after == '.' || after == ':') && is_word(char_at(text, end + 1))) return false;
  std::string_view rest = text.substr(end);
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  return !rest.starts_with("元") && !rest.starts_with("块") && !rest.starts_with("塊");
}

bool card_of_bank(std::string_view d) {
  const auto number = [&](std::size_t n) { return std::stoi(std::string(d.substr(0, n))); };
  switch (d.size()) {
    case 13: return d[0] == '4';
    case 14: return d.starts_with("36") || d.starts_with("38") || (number(3) >= 300 && number(3) <= 305);
    case 15: return d.starts_with("34") || d.starts_with("37");
    case 16:
      return d[0] == '4' || (number(2) >= 51 && number(2) <= 55) || (number(4) >= 2221 && number(4) <= 2720) ||
             d.starts_with("62") || d.starts_with("6011") || d.starts_with("65") || (number(3) >= 644 && number(3) <= 649) ||
             (number(4) >= 3528 && number(4) <= 3589) || d.starts_with("81");
    case 17:
    case 18: return d.starts_with("62");
    case 19:
      return d.starts_with("62") || d.starts_with("9558") || d.starts_with("4") || d.starts_with("60") || d.starts_with("81");
    default: return false;
  }
}

}  // namespace

void find_phones(const Line& line, Hits& hits) {
  const std::string_view text = line.plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || is_digit(char_before(text, i))) continue;
    const std::vector<Group> groups = read_groups(text, i, kMostGroups, " -().", 3);
    if (digits_in(groups) < 7) {
      i = groups.front().end - 1;
      continue;
    }
    const bool bracket = char_before(text, i) == '(';
    std::size_t begin = bracket ? i - 1 : i;
    bool plus = char_before(text, begin) == '+';
    if (plus) --begin;
    if (char_before(text, i) == '+' && char_before(text, i - 1) == '(') begin = i - 2;
    std::size_t taken = 0;
    for (std::size_t n = groups.size(); n > 0 && taken == 0; --n) {
      const std::span<const Group> some(groups.data(), n);
      Candidate c{digits_of(text, some), some, text, plus, bracket, Said::kNothing};
      const std::size_t end = some.back().end;
      if (c.digits.size() < 7 || c.digits.size() > 16) continue;
      if (groups.size() > n && text[end] != ' ' && text[end] != '(' && text[end] != ')' && extension_end(text, end) == end)
        continue;
      // Words are looked at where they decide.
      c.said = Said::kIt;
      if (number_of(c).empty()) continue;
      c.said = said_before(line, begin, kPhoneWords, kOrderWords);
      std::string value = number_of(c);
      if (value.empty()) continue;
      const std::size_t last = extension_end(text, end);
      if (!bounded(text, begin, last, plus)) continue;
      if (last > end) {
        value.push_back(';');
        for (const char d : text.substr(end, last - end)) {
          if (is_digit(d)) value.push_back(d);
        }
      }
      hits.push_back({begin, last, std::move(value)});
      taken = last;
    }
    if (taken > 0) i = taken - 1;
    else if (!groups.empty()) i = groups.front().end - 1;
  }
}

void find_cards(const Line& line, Hits& hits) {
  const std::string_view text = line.plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) || is_digit(char_before(text, i))) continue;
    const std::vector<Group> groups = read_groups(text, i, 5, " -", 1);
    const std::size_t first = groups.front().end - groups.front().begin;
    for (std::size_t n = digits_in(groups) < 13 ? 0 : groups.size(); n > 0; --n) {
      const std::span<const Group> some(groups.data(), n);
      const std::string digits = digits_of(text, some);
      if (digits.size() < 13 || digits.size() > 19) continue;
      if (n > 1 && first != 4 && first != 6) continue;
      const std::size_t end = some.back().end;
      if (!card_of_bank(digits) || !passes_luhn(digits) || !stands_alone(text, i, end)) continue;
      if (said_before(line, i, kCardWords, kOrderWords) == Said::kOther) continue;
      hits.push_back({i, end, digits});
      break;
    }
    i = groups.front().end - 1;
  }
}

}  // namespace ckm::text::personal
