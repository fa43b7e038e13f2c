#include "insight/fact_numbers.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/number.hh"

namespace ckm::insight {
namespace {

constexpr std::size_t kHan = 3;       // Bytes of a Han character.
constexpr std::size_t kThousand = 3;  // Digits.

struct NumberWord {
  std::string_view word;
  int value;
};
constexpr auto kNumberWords = std::to_array<NumberWord>({
    {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},      {"five", 5},       {"six", 6},
    {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},      {"eleven", 11},    {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16},  {"seventeen", 17}, {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},    {"fifty", 50},     {"sixty", 60},
    {"seventy", 70},  {"eighty", 80},   {"ninety", 90},  {"hundred", 100}, {"zwei", 2},       {"drei", 3},
    {"vier", 4},      {"fünf", 5},      {"sechs", 6},    {"sieben", 7},    {"acht", 8},       {"neun", 9},
    {"zehn", 10},     {"elf", 11},      {"zwölf", 12},   {"vierzehn", 14}, {"zwanzig", 20},   {"vierundzwanzig", 24},
    {"dreißig", 30},  {"dreissig", 30}, {"sechzig", 60}, {"neunzig", 90},  {"deux", 2},       {"trois", 3},
    {"quatre", 4},    {"cinq", 5},      {"sept", 7},     {"huit", 8},      {"neuf", 9},       {"dix", 10},
    {"quinze", 15},   {"trente", 30},   {"dos", 2},      {"tres", 3},      {"cuatro", 4},     {"cinco", 5},
    {"seis", 6},      {"siete", 7},     {"ocho", 8},     {"nueve", 9},     {"diez", 10},      {"quince", 15},
    {"treinta", 30},
});

struct Multiple {
  std::string_view word;
  double factor;
};
constexpr auto kMultiples = std::to_array<Multiple>({
    {"万", 1e4},
    {"亿", 1e8},
    {"万亿", 1e12},
    {"千", 1e3},
    {"百", 1e2},
    {"thousand", 1e3},
    {"million", 1e6},
    {"millions", 1e6},
    {"millionen", 1e6},
    {"mio", 1e6},
    {"mio.", 1e6},
    {"billion", 1e9},
    {"mrd", 1e9},
    {"mrd.", 1e9},
    {"k", 1e3},
    {"tausend", 1e3},
});

struct Digits {
  std::vector<std::string> groups;
  std::vector<std::size_t> ends;
  std::string signs;  // Between the groups.
};

Digits read_digits(const FactText& text, std::size_t place) {
  Digits out;
  while (true) {
    const std::size_t end = text.digits_end(place);
    out.groups.emplace_back(text.from(place).substr(0, end - place));
    out.ends.push_back(end);
    char sign = text.at(end);
    std::size_t next = end + 1;
    if (text.has(end, "’")) sign = '\'', next = end + std::string_view("’").size();
    if ((sign != '.' && sign != ',' && sign != '\'') || !text.digit(next)) return out;
    out.signs += sign;
    place = next;
  }
}

double value_of(const std::string& digits) { return parse_number(digits).value_or(0); }

std::string joined(const Digits& digits, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += digits.groups[i];
  return out;
}

// Whether the groups from the second one to `count` are thousands, or hundreds and thousands as in 1,00,000.
bool are_thousands(const Digits& digits, std::size_t count) {
  if (digits.groups[0].size() > kThousand || digits.groups[0] == "0") return false;
  bool all = true, indian = count > 2 && digits.groups[count - 1].size() == kThousand;
  for (std::size_t i = 1; i < count; ++i) {
    all = all && digits.groups[i].size() == kThousand;
    indian = indian && (i + 1 == count || digits.groups[i].size() == 2);
  }
  return all || indian;
}

Amount understand(const Digits& digits) {
  const std::size_t count = digits.groups.size();
  const Amount first{{value_of(digits.groups[0])}, digits.ends[0]};
  if (count == 1) return first;
  const char last = digits.signs.back();
  const std::size_t others = digits.signs.find_first_not_of(digits.signs[0]);
  if (others == std::string::npos) {
    const bool thousands = are_thousands(digits, count);
    const double whole = value_of(joined(digits, count));
    if (count > 2 || last == '\'') return thousands ? Amount{{whole}, digits.ends.back()} : first;
    const double decimal = value_of(digits.groups[0] + "." + digits.groups[1]);
    if (thousands) return {{whole, decimal}, digits.ends.back()};
    return last == ',' && digits.groups[0].size() > kThousand && digits.groups[1].size() >= kThousand
               ? first
               : Amount{{decimal}, digits.ends.back()};
  }
  // Thousands, then a decimal sign.
  if (others + 1 == digits.signs.size() && last != '\'' && are_thousands(digits, count - 1))
    return {{value_of(joined(digits, count - 1) + "." + digits.groups.back())}, digits.ends.back()};
  return first;
}

void add_multiples(const FactText& text, Amount& amount) {
  for (bool more = true; more;) {
    more = false;
    const std::size_t blank = text.skip_blanks(amount.end);
    const Multiple* best = nullptr;
    for (const Multiple& row : kMultiples) {
      const bool latin = is_letter(row.word.front());
      const std::size_t at = latin && row.word != "k" ? blank : amount.end;
      if (!text.has(at, row.word) || (latin && text.letter(at + row.word.size()))) continue;
      if (best == nullptr || row.word.size() > best->word.size()) best = &row;
    }
    if (best == nullptr) return;
    amount.end = (is_letter(best->word.front()) && best->word != "k" ? blank : amount.end) + best->word.size();
    for (double& value : amount.values) value *= best->factor;
    // 3万5千, 1万2000.
    if (best->factor >= 1e3 && !is_letter(best->word.front()) && text.digit(amount.end)) {
      Amount rest = read_amount(text, amount.end, false);
      if (rest.values[0] >= best->factor) return;
      for (double& value : amount.values) value += rest.values[0];
      amount.end = rest.end;
      return;
    }
    more = best->word == "百" || best->word == "千";  // 3百万.
  }
}

int digit_of(std::string_view character) {
  constexpr std::string_view kDigits = "零一二三四五六七八九";
  constexpr std::string_view kFormal = "〇壹贰叁肆伍陆柒捌玖";
  if (character == "两") return 2;
  for (const std::string_view row : {kDigits, kFormal}) {
    const std::size_t found = character.empty() ? std::string_view::npos : row.find(character);
    if (found != std::string_view::npos && found % kHan == 0) return static_cast<int>(found / kHan);
  }
  return -1;
}

// 〇 is no Han character by its code.
std::string_view numeral_at(const FactText& text, std::size_t place) {
  return text.has(place, "〇") ? text.from(place).substr(0, kHan) : han_at(text, place);
}

}  // namespace

Amount read_amount(const FactText& text, std::size_t place, bool spaced) {
  Digits digits = read_digits(text, place);
  if (spaced && digits.groups.size() == 1 && digits.groups[0].size() <= kThousand) {
    std::string whole = digits.groups[0];
    std::size_t end = digits.ends[0];
    while (text.at(end) == ' ' && text.digits_end(end + 1) == end + 1 + kThousand) {
      whole += text.from(end + 1).substr(0, kThousand);
      end += 1 + kThousand;
    }
    if (whole.size() > digits.groups[0].size()) {
      const bool decimal = (text.at(end) == ',' || text.at(end) == '.') && text.digit(end + 1);
      const std::size_t stop = decimal ? text.digits_end(end + 1) : end;
      if (decimal) whole += "." + std::string(text.from(end + 1).substr(0, stop - end - 1));
      return {{value_of(whole)}, stop};
    }
  }
  Amount amount = understand(digits);
  add_multiples(text, amount);
  return amount;
}

std::optional<Amount> read_numeral(const FactText& text, std::size_t place) {
  constexpr std::array<std::pair<std::string_view, double>, 7> kPlaces = {
      {{"十", 10}, {"拾", 10}, {"百", 100}, {"佰", 100}, {"千", 1e3}, {"仟", 1e3}, {"万", 1e4}}};
  const std::string_view first = numeral_at(text, place);
  if (digit_of(first) < 0 && first != "十" && first != "拾") return std::nullopt;
  for (const std::string_view vague : {"几", "数", "第", "周", "星期", "礼拜"}) {
    if (text.before(place).ends_with(vague)) return std::nullopt;
  }
  double sum = 0, section = 0, digit = 0;
  std::string run;  // Digits without places.
  std::size_t at = place;
  bool placed = false;
  for (std::string_view character = first; !character.empty(); character = numeral_at(text, at)) {
    const auto found = std::ranges::find(kPlaces, character, &std::pair<std::string_view, double>::first);
    if (const int value = digit_of(character); value >= 0) {
      digit = value;
      run += static_cast<char>('0' + value);
    } else if (character == "亿" && placed + digit > 0) {
      sum = (sum + section + digit) * 1e8, section = digit = 0, placed = true;
    } else if (found == kPlaces.end()) {
      break;
    } else if (found->second >= 1e4) {
      sum += (section + digit) * found->second, section = digit = 0, placed = true;
    } else {
      section += (digit == 0 ? 1 : digit) * found->second, digit = 0, placed = true;
    }
    at += kHan;
  }
  double value = placed ? sum + section + digit : value_of(run);
  if (text.has(at, "点") && digit_of(numeral_at(text, at + kHan)) >= 0) {
    std::string decimals;
    std::size_t end = at + kHan;
    for (int next = digit_of(numeral_at(text, end)); next >= 0; next = digit_of(numeral_at(text, end += kHan)))
      decimals += static_cast<char>('0' + next);
    value += value_of("0." + decimals);
    at = end;
  }
  return Amount{{value}, at};
}

std::optional<Amount> read_number_word(const FactText& text, std::size_t place) {
  std::size_t end = place;
  const auto word_at = [&](std::size_t begin) -> const NumberWord* {
    end = begin;
    while (text.letter(end) || (static_cast<unsigned char>(text.at(end)) >= 0xC3 &&
                                static_cast<unsigned char>(text.at(end)) <= 0xC9 && end + 1 < text.size()))
      end += text.letter(end) ? 1 : 2;
    const auto known = std::ranges::find(kNumberWords, text.from(begin).substr(0, end - begin), &NumberWord::word);
    return known == kNumberWords.end() ? nullptr : &*known;
  };
  const NumberWord* first = word_at(place);
  if (first == nullptr) return std::nullopt;
  Amount amount{{static_cast<double>(first->value)}, end};
  if (text.at(end) != ' ' && text.at(end) != '-') return amount;
  const NumberWord* second = word_at(end + 1);
  if (second == nullptr) return amount;
  if (first->value >= 20 && first->value < 100 && second->value < 10) return Amount{{amount.values[0] + second->value}, end};
  if (first->value < 10 && second->value == 100) return Amount{{amount.values[0] * second->value}, end};
  return amount;
}

std::optional<Whole> read_whole(const FactText& text, std::size_t place, int most) {
  constexpr std::size_t kMostDigits = 4;
  if (text.digit(place)) {
    const std::size_t end = text.digits_end(place);
    if (end - place > kMostDigits) return std::nullopt;
    const auto value = static_cast<int>(value_of(std::string(text.from(place).substr(0, end - place))));
    return value <= most ? std::optional(Whole{value, end}) : std::nullopt;
  }
  // A numeral without decimals, which 点 of a time would be taken for.
  const auto numeral = read_numeral(text, place);
  if (!numeral) return std::nullopt;
  const std::size_t point = text.from(place).substr(0, numeral->end - place).find("点");
  const auto value = static_cast<int>(numeral->values[0]);
  if (value > most) return std::nullopt;
  return Whole{value, point == std::string_view::npos ? numeral->end : place + point};
}

std::optional<std::size_t> range_mark(const FactText& text, std::size_t place) {
  const std::size_t at = text.skip_blanks(place);
  const std::size_t behind =
      text.behind(at, {"--", "-", "–", "—", "−", "~", "〜", "到", "至", "或", "to ", "bis ", "or ", "oder ", "à "});
  return behind == at ? std::nullopt : std::optional(text.skip_blanks(behind));
}

std::string number_text(double value) { return fmt::format("{:.12g}", value); }

}  // namespace ckm::insight
