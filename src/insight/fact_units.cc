#include "insight/fact_units.hh"

#include <algorithm>
#include <array>

namespace ckm::insight {
namespace {

constexpr auto kUnits = std::to_array<Unit>({
    {"s", "time", kHours / 3600},
    {"h", "time", kHours},
    {"second", "time", kHours / 3600, true},
    {"sec", "time", kHours / 3600, true},
    {"minute", "time", kHours / 60, true},
    {"min", "time", kHours / 60, true},
    {"hour", "time", kHours, true},
    {"hr", "time", kHours, true},
    {"day", "time", kDays, true},
    {"calendar day", "time", kDays, true},
    {"week", "time", kWeeks, true},
    {"month", "time", kMonths, true},
    {"year", "time", kYears, true},
    {"working day", "working days", 1, true},
    {"business day", "working days", 1, true},
    {"banking day", "working days", 1, true},
    {"workday", "working days", 1, true},
    {"sekunde", "time", kHours / 3600},
    {"sekunden", "time", kHours / 3600},
    {"minuten", "time", kHours / 60},
    {"stunde", "time", kHours},
    {"stunden", "time", kHours},
    {"tag", "time", kDays},
    {"tage", "time", kDays},
    {"tagen", "time", kDays},
    {"kalendertage", "time", kDays},
    {"woche", "time", kWeeks},
    {"wochen", "time", kWeeks},
    {"monat", "time", kMonths},
    {"monate", "time", kMonths},
    {"monaten", "time", kMonths},
    {"jahr", "time", kYears},
    {"jahre", "time", kYears},
    {"jahren", "time", kYears},
    {"werktag", "working days", 1},
    {"werktage", "working days", 1},
    {"werktagen", "working days", 1},
    {"arbeitstage", "working days", 1},
    {"arbeitstagen", "working days", 1},
    {"heure", "time", kHours, true},
    {"jour", "time", kDays, true},
    {"jours ouvrables", "working days", 1},
    {"jours ouvrés", "working days", 1},
    {"semaine", "time", kWeeks, true},
    {"mois", "time", kMonths},
    {"an", "time", kYears, true},
    {"hora", "time", kHours, true},
    {"día", "time", kDays, true},
    {"dia", "time", kDays, true},
    {"días hábiles", "working days", 1},
    {"días laborables", "working days", 1},
    {"semana", "time", kWeeks, true},
    {"mes", "time", kMonths},
    {"meses", "time", kMonths},
    {"año", "time", kYears, true},
    {"秒", "time", kHours / 3600},
    {"秒钟", "time", kHours / 3600},
    {"分钟", "time", kHours / 60},
    {"分间", "time", kHours / 60},
    {"小时", "time", kHours},
    {"个小时", "time", kHours},
    {"钟头", "time", kHours},
    {"个钟头", "time", kHours},
    {"时间", "time", kHours},
    {"天", "time", kDays},
    {"天间", "time", kDays},
    {"日", "time", kDays},
    {"日间", "time", kDays},
    {"自然日", "time", kDays},
    {"个自然日", "time", kDays},
    {"周", "time", kWeeks},
    {"周间", "time", kWeeks},
    {"星期", "time", kWeeks},
    {"个星期", "time", kWeeks},
    {"礼拜", "time", kWeeks},
    {"个礼拜", "time", kWeeks},
    {"个月", "time", kMonths},
    {"ヶ月", "time", kMonths},
    {"か月", "time", kMonths},
    {"カ月", "time", kMonths},
    {"年", "time", kYears},
    {"年间", "time", kYears},
    {"工作日", "working days", 1},
    {"个工作日", "working days", 1},
    {"营业日", "working days", 1},
    {"个营业日", "working days", 1},
    {"交易日", "working days", 1},
    {"个交易日", "working days", 1},
    {"%", "percent", 1},
    {"percent", "percent", 1},
    {"per cent", "percent", 1},
    {"prozent", "percent", 1},
    {"eur", "money EUR", 1},
    {"euro", "money EUR", 1, true},
    {"€", "money EUR", 1},
    {"欧元", "money EUR", 1},
    {"usd", "money USD", 1},
    {"us$", "money USD", 1},
    {"$", "money USD", 1},
    {"dollar", "money USD", 1, true},
    {"us dollar", "money USD", 1, true},
    {"美元", "money USD", 1},
    {"美金", "money USD", 1},
    {"gbp", "money GBP", 1},
    {"£", "money GBP", 1},
    {"英镑", "money GBP", 1},
    {"元", "money CNY", 1},
    {"元人民币", "money CNY", 1},
    {"块", "money CNY", 1},
    {"块钱", "money CNY", 1},
    {"圆", "money CNY", 1},
    {"角", "money CNY", 0.1},
    {"rmb", "money CNY", 1},
    {"cny", "money CNY", 1},
    {"yuan", "money CNY", 1},
    {"¥", "money ¥", 1},
    {"人民币", "money CNY", 1},
    {"jpy", "money JPY", 1},
    {"yen", "money JPY", 1},
    {"円", "money JPY", 1},
    {"日元", "money JPY", 1},
    {"日圆", "money JPY", 1},
    {"twd", "money TWD", 1},
    {"ntd", "money TWD", 1},
    {"nt$", "money TWD", 1},
    {"台币", "money TWD", 1},
    {"新台币", "money TWD", 1},
    {"元台币", "money TWD", 1},
    {"元新台币", "money TWD", 1},
    {"hkd", "money HKD", 1},
    {"hk$", "money HKD", 1},
    {"港币", "money HKD", 1},
    {"港元", "money HKD", 1},
    {"sgd", "money SGD", 1},
    {"新币", "money SGD", 1},
    {"chf", "money CHF", 1},
    {"瑞士法郎", "money CHF", 1},
    {"cad", "money CAD", 1},
    {"加元", "money CAD", 1},
    {"aud", "money AUD", 1},
    {"澳元", "money AUD", 1},
    {"krw", "money KRW", 1},
    {"₩", "money KRW", 1},
    {"韩元", "money KRW", 1},
    {"inr", "money INR", 1},
    {"₹", "money INR", 1},
    {"rub", "money RUB", 1},
    {"₽", "money RUB", 1},
    {"卢布", "money RUB", 1},
    {"pln", "money PLN", 1},
    {"zł", "money PLN", 1},
    {"sek", "money SEK", 1},
    {"nok", "money NOK", 1},
    {"dkk", "money DKK", 1},
    {"gb", "GB", 1},
    {"mb", "MB", 1},
    {"tb", "TB", 1},
    {"kb", "KB", 1},
    {"g", "mass", 0.001},
    {"克", "mass", 0.001},
    {"kg", "mass", 1},
    {"公斤", "mass", 1},
    {"千克", "mass", 1},
    {"斤", "mass", 0.5},
    {"km", "length", 1000},
    {"公里", "length", 1000},
    {"m", "length", 1},
    {"米", "length", 1},
    {"cm", "length", 0.01},
    {"厘米", "length", 0.01},
    {"公分", "length", 0.01},
    {"mm", "length", 0.001},
    {"毫米", "length", 0.001},
    {"ml", "volume", 0.001},
    {"毫升", "volume", 0.001},
    {"l", "volume", 1},
    {"升", "volume", 1},
    {"w", "W", 1},
    {"kw", "W", 1000},
    {"v", "V", 1},
    {"mah", "mAh", 1},
    {"hz", "Hz", 1},
    {"mhz", "Hz", 1e6},
    {"ghz", "Hz", 1e9},
    {"°c", "°C", 1},
    {"°f", "°F", 1},
});

// Signs that stand before only, or mean something else there.
struct Sign {
  std::string_view sign;
  std::string_view measure;
};
constexpr auto kSigns = std::to_array<Sign>({
    {"a$", "money AUD"},
    {"au$", "money AUD"},
    {"c$", "money CAD"},
    {"ca$", "money CAD"},
    {"s$", "money SGD"},
    {"cn¥", "money CNY"},
    {"jp¥", "money JPY"},
});

struct Per {
  std::string_view word;
  std::string_view per;
};
constexpr auto kPer = std::to_array<Per>({
    {"minute", "minute"}, {"hour", "hour"},   {"day", "day"},   {"week", "week"},     {"month", "month"}, {"year", "year"},
    {"annum", "year"},    {"stunde", "hour"}, {"tag", "day"},   {"woche", "week"},    {"monat", "month"}, {"jahr", "year"},
    {"分钟", "minute"},   {"个小时", "hour"}, {"小时", "hour"}, {"天", "day"},        {"日", "day"},      {"周", "week"},
    {"星期", "week"},     {"个月", "month"},  {"月", "month"},  {"年", "year"},       {"人", "person"},   {"位", "person"},
    {"件", "item"},       {"次", "time"},     {"单", "order"},  {"person", "person"}, {"item", "item"},   {"order", "order"},
    {"user", "user"},     {"kg", "kg"},       {"公斤", "kg"},   {"gb", "GB"},         {"mo", "month"},    {"yr", "year"},
});
constexpr auto kAdverbs = std::to_array<Per>({
    {"monthly", "month"},
    {"yearly", "year"},
    {"annually", "year"},
    {"weekly", "week"},
    {"daily", "day"},
    {"hourly", "hour"},
    {"monatlich", "month"},
    {"jährlich", "year"},
    {"täglich", "day"},
    {"wöchentlich", "week"},
});

struct MonthName {
  std::string_view name;
  int number;
};
constexpr auto kMonthNames = std::to_array<MonthName>({
    {"january", 1},    {"jan", 1},        {"februar", 2},   {"february", 2},  {"feb", 2},      {"march", 3},      {"mar", 3},
    {"april", 4},      {"apr", 4},        {"may", 5},       {"june", 6},      {"jun", 6},      {"july", 7},       {"jul", 7},
    {"august", 8},     {"aug", 8},        {"september", 9}, {"sept", 9},      {"sep", 9},      {"october", 10},   {"oct", 10},
    {"november", 11},  {"nov", 11},       {"december", 12}, {"dec", 12},      {"januar", 1},   {"jänner", 1},     {"märz", 3},
    {"mai", 5},        {"juni", 6},       {"juli", 7},      {"oktober", 10},  {"okt", 10},     {"dezember", 12},  {"dez", 12},
    {"janvier", 1},    {"février", 2},    {"mars", 3},      {"avril", 4},     {"juin", 6},     {"juillet", 7},    {"août", 8},
    {"septembre", 9},  {"octobre", 10},   {"novembre", 11}, {"décembre", 12}, {"enero", 1},    {"febrero", 2},    {"marzo", 3},
    {"abril", 4},      {"mayo", 5},       {"junio", 6},     {"julio", 7},     {"agosto", 8},   {"septiembre", 9}, {"octubre", 10},
    {"noviembre", 11}, {"diciembre", 12}, {"gennaio", 1},   {"febbraio", 2},  {"aprile", 4},   {"maggio", 5},     {"giugno", 6},
    {"luglio", 7},     {"settembre", 9},  {"ottobre", 10},  {"dicembre", 12}, {"janeiro", 1},  {"fevereiro", 2},  {"março", 3},
    {"maio", 5},       {"junho", 6},      {"julho", 7},     {"setembro", 9},  {"outubro", 10}, {"dezembro", 12},
});

// Whether a name ends there: no letter goes on, of those beyond ASCII neither.
bool ends_there(const FactText& text, std::string_view name, std::size_t end) {
  if (!is_letter(name.back()) && static_cast<unsigned char>(name.back()) < 0x80) return true;
  if (is_letter(name.front()) || static_cast<unsigned char>(name.front()) < 0xE0) {
    const auto next = static_cast<unsigned char>(text.at(end));
    return !text.letter(end) && !text.digit(end) && !(next >= 0xC3 && next <= 0xC9);
  }
  return true;
}

// 块 counts things, too: 3块电池. 圆 and 角 are parts of words: 圆形, 角度.
bool is_other_word(const FactText& text, std::string_view name, std::size_t end) {
  const std::string_view next = han_at(text, end);
  if (next.empty()) return false;
  constexpr std::string_view kBehindMoney = "一每起左以的多之包减到至或和就";
  if (name == "块" || name == "圆" || name == "角") return kBehindMoney.find(next) == std::string_view::npos;
  if (name == "元") return next == "素" || next == "件";
  if (name == "天") return next == "猫";
  if (name == "米") return next == "饭" || next == "粉";
  return false;
}

// Where `word` stands at the end of what is before `place`, blanks between; npos where it does not.
std::size_t word_before(const FactText& text, std::size_t place, std::string_view word) {
  while (place > 0 && text.at(place - 1) == ' ') --place;
  if (!text.before(place).ends_with(word)) return std::string_view::npos;
  const std::size_t begin = place - word.size();
  return is_letter(word.front()) && !text.border(begin) ? std::string_view::npos : begin;
}

std::size_t per_end(const FactText& text, std::size_t place, std::string& per) {
  std::size_t best = place;
  for (const Per& row : kPer) {
    if (!text.has(place, row.word)) continue;
    const std::size_t end = place + row.word.size();
    if (end > best && ends_there(text, row.word, end)) {
      best = end;
      per = row.per;
    }
  }
  return best;
}

}  // namespace

std::optional<UnitThere> unit_behind(const FactText& text, std::size_t place) {
  const std::size_t number_end = place;
  while (text.at(place) == ' ' || text.at(place) == '-' || text.at(place) == '*' || text.at(place) == '_') ++place;
  if (text.digit(place)) return std::nullopt;
  if (place == number_end) place = text.behind(place, {"多", "余"});
  UnitThere best;
  for (const Unit& unit : kUnits) {
    if (!text.has(place, unit.name)) continue;
    std::size_t end = place + unit.name.size();
    if (unit.plural && text.at(end) == 's') ++end;
    if (!ends_there(text, unit.name, end) || is_other_word(text, unit.name, end)) continue;
    if (end > best.end) best = {&unit, end};
  }
  return best.unit == nullptr ? std::nullopt : std::optional(best);
}

std::optional<Before> currency_before(const FactText& text, std::size_t place, std::size_t least) {
  Before best;
  std::size_t longest = 0;
  const auto offer = [&](std::string_view name, std::string_view measure) {
    if (name.size() <= longest) return;
    const std::size_t begin = word_before(text, place, name);
    if (begin == std::string_view::npos || begin < least) return;
    best = {measure, begin};
    longest = name.size();
  };
  for (const Unit& unit : kUnits) {
    if (unit.measure.starts_with("money") && unit.name != "元" && unit.name != "块" && unit.name != "块钱" && unit.name != "圆" &&
        unit.name != "角")
      offer(unit.name, unit.measure);
  }
  for (const Sign& sign : kSigns) offer(sign.sign, sign.measure);
  return longest == 0 ? std::nullopt : std::optional(best);
}

std::string rate_of(const FactText& text, std::size_t begin, std::size_t& end) {
  std::string per;
  const std::size_t there = text.skip_blanks(end);
  for (const std::string_view mark : {"/", "per ", "pro ", "je ", "par ", "por ", "每", "a ", "an ", "each "}) {
    if (!text.has(there, mark)) continue;
    std::size_t at = text.skip_blanks(there + mark.size());
    if (mark == "/") at = text.behind(at, {"每"});
    const std::size_t behind = per_end(text, at, per);
    if (behind == at) continue;
    end = behind;
    return per;
  }
  for (const Per& row : kAdverbs) {
    if (!text.has(there, row.word) || !ends_there(text, row.word, there + row.word.size())) continue;
    end = there + row.word.size();
    return std::string(row.per);
  }
  for (const Per& row : kPer) {
    for (const std::string_view each : {"每", "每一"}) {
      const std::size_t word = word_before(text, begin, row.word);
      if (word != std::string_view::npos && word_before(text, word, each) != std::string_view::npos) return std::string(row.per);
    }
  }
  return per;
}

std::optional<Month> month_at(const FactText& text, std::size_t place) {
  Month best;
  for (const MonthName& row : kMonthNames) {
    const std::size_t end = place + row.name.size();
    if (end > best.end && text.has(place, row.name) && ends_there(text, row.name, end)) best = {row.number, end};
  }
  if (best.number == 0) return std::nullopt;
  // The verb is written small.
  if (text.from(place).substr(0, best.end - place) == "may" && text.source(place, best.end)[0] != 'M') return std::nullopt;
  if (text.at(best.end) == '.') ++best.end;
  return best;
}

}  // namespace ckm::insight
