#include "insight/facts.hh"

#include <algorithm>
#include <array>
#include <optional>

#include "base/number.hh"
#include "insight/fact_dates.hh"
#include "insight/fact_names.hh"
#include "insight/fact_numbers.hh"
#include "insight/fact_surroundings.hh"
#include "insight/fact_text.hh"
#include "insight/fact_units.hh"
#include "text/language.hh"

namespace ckm::insight {
namespace {

constexpr std::string_view kTime = "time";
constexpr double kTenths = 0.1, kHalf = 0.5, kAll = 100;

std::vector<std::string> texts_of(const std::vector<double>& values, double factor) {
  std::vector<std::string> out;
  for (const double value : values) out.push_back(number_text(value * factor));
  return out;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  void run() {
    while (at_ < text_.size()) {
      if (!name() && !moment() && !number() && !numeral() && !word()) ++at_;
    }
    name_currencies();
    for (std::size_t i = 0; i < facts_.size(); ++i) {
      const Place& place = places_[i];
      facts_[i].bound = bound_of(text_, place.begin, place.end);
      facts_[i].beside = beside(text_, i == 0 ? 0 : places_[i - 1].end, place.begin, place.end,
                                i + 1 < places_.size() ? places_[i + 1].begin : text_.size());
    }
  }
  std::vector<Fact> facts() { return std::move(facts_); }
  std::vector<std::string> bare() {
    std::ranges::sort(bare_);
    return std::move(bare_);
  }

 private:
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    double factor = 0;  // Of its unit of time.
  };

  void add(Reading found, double factor = 0) {
    at_ = found.end;
    if (join(found, factor)) return;
    Fact fact;
    fact.measure = std::move(found.measure);
    fact.values = std::move(found.values);
    fact.to = std::move(found.to);
    fact.text = text_.source(found.begin, found.end);
    fact.at = text_.source_at(found.begin);
    facts_.push_back(std::move(fact));
    places_.push_back({found.begin, found.end, factor});
  }

  // €5–€10 is a range, 1 hour 30 minutes is one time.
  bool join(const Reading& found, double factor) {
    if (facts_.empty() || facts_.back().measure != found.measure) return false;
    Fact& last = facts_.back();
    Place& place = places_.back();
    if (!last.to.empty() || !found.to.empty() || found.begin < place.end) return false;
    const bool named = found.measure == "link" || found.measure == "mail" || found.measure == "phone" || found.measure == "fax";
    const std::string_view between = text_.from(place.end).substr(0, found.begin - place.end);
    if (factor > 0 && factor < place.factor &&
        (between.empty() || between == " " || between == " and " || between == "零" || between == "又")) {
      last.values = {number_text(*parse_number(last.values[0]) + *parse_number(found.values[0]))};
    } else if (!named && range_mark(text_, place.end) == found.begin) {
      last.to = found.values;
    } else {
      return false;
    }
    place.end = found.end;
    place.factor = factor;
    last.text = text_.source(place.begin, place.end);
    return true;
  }

  [[nodiscard]] std::size_t done() const { return places_.empty() ? 0 : places_.back().end; }

  bool name() {
    for (const auto read : {read_link, read_mail}) {
      if (auto found = read(text_, at_)) {
        add(std::move(*found));
        return true;
      }
    }
    return false;
  }

  // A part of a name, such as the 6 of R6; the code of a currency and the v of a version are none.
  [[nodiscard]] bool in_name(std::size_t place) const {
    if (place == 0 || !text_.letter(place - 1)) return false;
    if (text_.at(place - 1) == 'v' && text_.border(place - 1)) return false;
    const auto currency = currency_before(text_, place, done());
    return !currency;
  }

  // Dates, times of day, telephone numbers and versions.
  bool moment() {
    const bool digit = text_.digit(at_);
    if (digit && in_name(at_)) return false;
    if (!digit && !text_.letter(at_) && text_.at(at_) != '+' && text_.at(at_) != '(' && han_at(text_, at_).empty() &&
        !text_.has(at_, "〇"))
      return false;
    if (text_.letter(at_) && !text_.border(at_)) return false;
    auto found = read_date(text_, at_);
    if (!found && !text_.letter(at_)) {
      if (digit) found = read_phone(text_, at_, done());
      if (!found) found = read_clock(text_, at_);
      if (!found && digit && !money_behind(at_)) found = read_version(text_, at_, done());
    }
    if (!found) return false;
    add(std::move(*found));
    return true;
  }

  [[nodiscard]] bool money_behind(std::size_t place) const {
    if (currency_before(text_, place, done())) return true;
    const auto unit = unit_behind(text_, read_amount(text_, place, false).end);
    return unit && unit->unit->measure.starts_with("money");
  }

  [[nodiscard]] bool is_ordinal(std::size_t begin, std::size_t end) const {
    return text_.before(begin).ends_with("第") || text_.behind(end, {"st", "nd", "rd", "th"}) > end || text_.has(end, "⁄");
  }

  void bare(std::size_t begin, std::size_t end) {
    bare_.emplace_back(text_.from(begin).substr(0, end - begin));
    at_ = end;
  }

  bool number() {
    if (!text_.digit(at_)) return false;
    const std::size_t begin = at_;
    if (in_name(begin) || is_ordinal(begin, text_.digits_end(begin))) {
      bare(begin, text_.digits_end(begin));
      if (text_.has(at_, "⁄")) at_ = text_.digits_end(at_ + std::string_view("⁄").size());
      return true;
    }
    const auto currency = currency_before(text_, begin, done());
    Amount amount = read_amount(text_, begin, currency.has_value());
    if (!currency) {
      const Amount spaced = read_amount(text_, begin, true);
      const auto unit = unit_behind(text_, spaced.end);
      if (unit && unit->unit->measure.starts_with("money")) amount = spaced;
    }
    if (currency) return paid(amount, *currency);
    if (discount(begin, amount)) return true;
    if (measured(begin, amount)) return true;
    counted(begin, amount);
    return true;
  }

  // 5,- €
  [[nodiscard]] std::size_t behind_dash(std::size_t end) const {
    return text_.behind(end, {",--", ",-", ",–", ",—", ".-", ".–"});
  }

  // Whether a currency's name is no sign, which may belong to the next amount: €5 €6.
  static bool is_word(std::string_view name) {
    const auto first = static_cast<unsigned char>(name.front());
    return is_letter(name.front()) || (first >= 0xE4 && first <= 0xE9);
  }

  // An amount with its currency before it.
  bool paid(const Amount& amount, const Before& currency) {
    const auto behind = unit_behind(text_, amount.end);
    Reading found{std::string(currency.what), texts_of(amount.values, 1), {}, currency.begin, amount.end};
    if (behind && behind->unit->measure.starts_with("money") && (is_word(behind->unit->name) || text_.at(amount.end) != ' ')) {
      // US dollars, or those of the code behind.
      if (found.measure == "money USD" || found.measure == "money ¥") {
        if (is_word(behind->unit->name)) found.measure = behind->unit->measure;
      }
      found.end = behind->end;
    } else if (const std::size_t dash = behind_dash(amount.end); dash > amount.end && !text_.digit(dash)) {
      found.end = dash;
    } else if (const auto mark = range_mark(text_, amount.end); mark && text_.digit(*mark)) {
      const Amount last = read_amount(text_, *mark, true);
      if (last.values[0] > amount.values[0] && !unit_behind(text_, last.end) && !text_.letter(text_.skip_blanks(last.end))) {
        found.to = texts_of(last.values, 1);
        found.end = last.end;
      }
    }
    finish(found, 0);
    return true;
  }

  void finish(Reading& found, double factor) {
    const std::size_t fact_end = found.end;
    if (const std::string per = rate_of(text_, found.begin, found.end); !per.empty()) found.measure += " per " + per;
    else found.end = fact_end;
    add(std::move(found), factor);
  }

  // 八折, 8.5折, 85折.
  bool discount(std::size_t begin, const Amount& amount) {
    constexpr std::size_t kHan = 3;
    if (!text_.has(amount.end, "折") || text_.has(amount.end + kHan, "叠") || text_.has(amount.end + kHan, "页")) return false;
    const double value = amount.values.back();
    if (value <= 0 || value >= kAll) return false;
    const double left = value < 10 ? value * 10 : value;
    add({"percent off", {number_text(kAll - left)}, {}, begin, amount.end + kHan});
    return true;
  }

  [[nodiscard]] bool is_off(std::size_t begin, std::size_t end) const {
    const std::size_t at = text_.skip_blanks(end);
    for (const std::string_view word : {"off", "discount", "rabatt", "nachlass", "reduction", "cheaper", "优惠", "折扣"}) {
      if (text_.has(at, word)) return true;
    }
    const std::string_view before = text_.before(begin);
    for (const std::string_view word : {"discount of ", "save ", "saves ", "rabatt von ", "reduced by ", "优惠", "减", "便宜"}) {
      if (before.ends_with(word)) return true;
    }
    return false;
  }

  // A number with a unit behind it, or behind the end of its range.
  bool measured(std::size_t begin, const Amount& amount) {
    auto unit = unit_behind(text_, amount.end);
    if (!unit) unit = unit_behind(text_, behind_dash(amount.end));
    Reading found{{}, {}, {}, begin, 0};
    if (!unit) {
      const auto mark = range_mark(text_, amount.end);
      if (!mark) return false;
      std::optional<Amount> last;
      if (text_.digit(*mark)) last = read_amount(text_, *mark, false);
      else if (auto words = read_numeral(text_, *mark)) last = words;
      else last = read_number_word(text_, *mark);
      if (!last) return false;
      unit = unit_behind(text_, last->end);
      if (!unit) return counted_range(begin, amount, *mark, *last);
      found.to = texts_of(last->values, unit->unit->factor);
      found.values = texts_of(amount.values, unit->unit->factor * shared_multiple(begin, amount, *mark, *last));
    } else {
      found.values = texts_of(amount.values, unit->unit->factor);
    }
    found.measure = unit->unit->measure;
    found.end = unit->end;
    if (found.measure.starts_with("°")) add_sign(found);
    if (found.measure == "percent" && is_off(begin, found.end)) found.measure = "percent off";
    if (found.measure == "money CNY" && text_.digit(found.end)) add_tenths(found);
    finish(found, found.measure == kTime && found.to.empty() ? unit->unit->factor : 0);
    return true;
  }

  // The minus of -5 °C, which no range and no word stands before.
  void add_sign(Reading& found) const {
    for (const std::string_view sign : {"-", "−"}) {
      if (!text_.before(found.begin).ends_with(sign)) continue;
      const std::size_t begin = found.begin - sign.size();
      if (begin > 0 && text_.at(begin - 1) != ' ' && text_.at(begin - 1) != '(' && text_.at(begin - 1) != '\n') return;
      for (std::string& value : found.values) value.insert(0, "-");
      found.begin = begin;
      return;
    }
  }

  // The 万 of 3-5万.
  [[nodiscard]] double shared_multiple(std::size_t begin, const Amount& first, std::size_t mark, const Amount& last) const {
    if (text_.digits_end(begin) != first.end || !text_.digit(mark)) return 1;
    const auto plain = parse_number(text_.from(mark).substr(0, text_.digits_end(mark) - mark));
    const double times = plain && *plain > 0 ? last.values[0] / *plain : 1;
    return times >= 100 ? times : 1;
  }

  // 3元5角, 3块5.
  void add_tenths(Reading& found) const {
    const std::size_t end = text_.digits_end(found.end);
    if (end != found.end + 1 || !found.to.empty()) return;
    const std::size_t behind = text_.behind(end, {"角", "毛"});
    if (behind == end && (text_.letter(end) || !han_at(text_, end).empty() || text_.at(end) == '.')) return;
    for (std::string& value : found.values)
      value = number_text(parse_number(value).value_or(0) + (text_.at(found.end) - '0') * kTenths);
    found.end = behind;
  }

  struct Thing {
    std::string measure;
    std::size_t end = 0;
  };
  // What a number counts: the word behind it, of letters or the first Han character; behind 个 and the like two more.
  [[nodiscard]] std::optional<Thing> thing_behind(std::size_t end) const {
    constexpr std::size_t kHan = 3;
    std::size_t at = end;
    while (text_.at(at) == ' ' || text_.at(at) == '*') ++at;
    const std::size_t stop = text_.word_end(at);
    if (stop > at) {
      const std::string word(text_.from(at).substr(0, stop - at));
      if (word.size() < 3 || text::is_function_word(word, text::Language::kNone)) return std::nullopt;
      return Thing{singular(word), stop};
    }
    const std::string_view first = at == end ? han_at(text_, at) : std::string_view();
    if (first.empty() || text::is_function_word(first, text::Language::kNone)) return std::nullopt;
    Thing out{std::string(first), at + kHan};
    if (std::string_view("个种项类款").find(first) == std::string_view::npos) return out;
    for (int i = 0; i < 2 && !han_at(text_, out.end).empty(); ++i) {
      out.measure += han_at(text_, out.end);
      out.end += kHan;
    }
    return out;
  }

  // Whether the word before a number makes it a name: step 3, Error 404, iPhone 14.
  [[nodiscard]] bool is_named(std::size_t begin) const {
    std::size_t end = begin;
    while (end > 0 && text_.at(end - 1) == ' ') --end;
    std::size_t start = end;
    while (start > 0 && text_.letter(start - 1)) --start;
    if (start == end) return false;
    const std::string_view word = text_.from(start).substr(0, end - start);
    constexpr auto kLabels = std::to_array<std::string_view>(
        {"step", "chapter", "error", "code", "page", "section", "room", "line", "level", "option", "no", "number", "nr", "part"});
    if (std::ranges::find(kLabels, word) != kLabels.end()) return true;
    // Capitals within a word or a sentence.
    const std::string written = text_.source(start, end);
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (std::any_of(written.begin() + 1, written.end(), is_capital)) return true;
    const char before = start >= 2 ? text_.at(start - 2) : '.';
    return is_capital(written[0]) && (is_letter(before) || before == ',') && !text::is_function_word(word, text::Language::kNone);
  }

  void counted(std::size_t begin, const Amount& amount) {
    const auto thing = is_named(begin) ? std::nullopt : thing_behind(amount.end);
    if (!thing) return bare(begin, std::max(amount.end, text_.digits_end(begin)));
    add({thing->measure, texts_of(amount.values, 1), {}, begin, thing->end});
  }

  bool counted_range(std::size_t begin, const Amount& first, std::size_t mark, const Amount& last) {
    const auto thing = is_named(begin) || !text_.digit(mark) ? std::nullopt : thing_behind(last.end);
    if (!thing || last.values[0] <= first.values[0]) return false;
    add({thing->measure, texts_of(first.values, 1), texts_of(last.values, 1), begin, thing->end});
    return true;
  }

  // Chinese numerals, 半, 百分之.
  bool numeral() {
    const std::size_t begin = at_;
    if (text_.has(begin, "百分之")) {
      const std::size_t at = begin + std::string_view("百分之").size();
      const auto amount = text_.digit(at) ? std::optional(read_amount(text_, at, false)) : read_numeral(text_, at);
      if (!amount) return false;
      add({is_off(begin, amount->end) ? "percent off" : "percent", texts_of(amount->values, 1), {}, begin, amount->end});
      return true;
    }
    if (text_.has(begin, "半")) return half(begin, begin);
    const auto amount = read_numeral(text_, begin);
    if (!amount) return false;
    if (discount(begin, *amount)) return true;
    if (half(begin, amount->end, amount->values[0])) return true;
    if (vague(begin, *amount)) return true;
    const char behind = text_.at(amount->end);
    if (behind != ' ' && behind != '-' && measured(begin, *amount)) return true;
    at_ = amount->end;
    return true;
  }

  // 半年, 一个半小时, 两年半, 半个月.
  bool half(std::size_t begin, std::size_t at, double whole = 0) {
    const std::string_view mark = whole == 0 ? "半" : "个半";
    if (text_.has(at, mark)) {
      const std::size_t behind = at + mark.size();
      const std::size_t month = text_.behind(behind, {"月"});
      const auto unit = month > behind ? std::nullopt : unit_behind(text_, behind);
      const double factor = month > behind ? kMonths : unit && unit->unit->measure == kTime ? unit->unit->factor : 0;
      if (factor == 0 || text_.at(behind) == ' ') {
        if (whole == 0) at_ = behind;
        return whole == 0;
      }
      add({std::string(kTime), {number_text((whole + kHalf) * factor)}, {}, begin, month > behind ? month : unit->end}, factor);
      return true;
    }
    const auto unit = unit_behind(text_, at);
    if (whole == 0 || text_.at(at) == ' ' || !unit || unit->unit->measure != kTime || !text_.has(unit->end, "半")) return false;
    add({std::string(kTime), {number_text((whole + kHalf) * unit->unit->factor)}, {}, begin, text_.behind(unit->end, {"半"})},
        unit->unit->factor);
    return true;
  }

  // 两三天: from two to three.
  bool vague(std::size_t begin, const Amount& amount) {
    constexpr std::size_t kTwo = 6;
    const double value = amount.values[0];
    const std::string_view written = text_.from(begin).substr(0, amount.end - begin);
    if (amount.end != begin + kTwo || value < 10 || written.find("十") != std::string_view::npos) return false;
    const int first = static_cast<int>(value) / 10, last = static_cast<int>(value) % 10;
    const auto unit = unit_behind(text_, amount.end);
    if (!unit || last != first + 1) return false;
    add({std::string(unit->unit->measure),
         {number_text(first * unit->unit->factor)},
         {number_text(last * unit->unit->factor)},
         begin,
         unit->end});
    return true;
  }

  // Words: numbers before a unit, "within a week", "half a year". Other words are passed over, with the digits of a name: R6.
  bool word() {
    const bool beyond = static_cast<unsigned char>(text_.at(at_)) >= 0xC3 && static_cast<unsigned char>(text_.at(at_)) <= 0xC9;
    if (!text_.letter(at_) && !beyond) return false;
    const std::size_t begin = at_;
    std::size_t end = begin;
    while (text_.letter(end) || (static_cast<unsigned char>(text_.at(end)) >= 0xC3 &&
                                 static_cast<unsigned char>(text_.at(end)) <= 0xC9 && end + 1 < text_.size()))
      end += text_.letter(end) ? 1 : 2;
    const bool linked = begin > 0 && text_.at(begin - 1) == '-';
    if (!linked) {
      auto amount = read_number_word(text_, begin);
      if (!amount) amount = article(begin, end);
      if (amount && (text_.at(amount->end) == ' ' || text_.at(amount->end) == '-') && measured(begin, *amount)) return true;
    }
    const std::string_view letters = text_.from(begin).substr(0, end - begin);
    at_ = end;
    if (!text_.digit(end) || letters == "v" || currency_before(text_, end, done())) return true;
    while (text_.letter(end) || text_.digit(end)) ++end;
    bare(begin, end);
    return true;
  }

  // The a of "within a week", half of "half a year".
  [[nodiscard]] std::optional<Amount> article(std::size_t begin, std::size_t end) const {
    const std::string_view written = text_.from(begin).substr(0, end - begin);
    if (written == "half") {
      const std::size_t behind = text_.behind(end, {" an", " a"});
      const auto unit = unit_behind(text_, behind);
      if (behind > end && unit && unit->unit->measure == kTime) return Amount{{kHalf}, behind};
      return std::nullopt;
    }
    constexpr auto kArticles = std::to_array<std::string_view>({"a", "an", "ein", "eine", "einem", "einen", "einer", "eines"});
    if (std::ranges::find(kArticles, written) == kArticles.end()) return std::nullopt;
    const auto unit = unit_behind(text_, end);
    if (!unit || unit->unit->measure != kTime) return std::nullopt;
    for (const std::string_view before : {"within ", "in ", "after ", "takes ", "innerhalb ", "binnen ", "nach "}) {
      if (text_.before(begin).ends_with(before)) return Amount{{1}, end};
    }
    return std::nullopt;
  }

  // ¥ is of Japan where the text is; 元 is of Taiwan or Hong Kong where other amounts are.
  void name_currencies() {
    const auto has = [&](std::string_view measure) {
      return std::ranges::any_of(facts_, [&](const Fact& fact) { return fact.measure.starts_with(measure); });
    };
    const bool japan = has("money JPY") || text_.text().find("の") != std::string_view::npos;
    const std::string_view yuan = has("money TWD") ? "TWD" : has("money HKD") ? "HKD" : "CNY";
    for (Fact& fact : facts_) {
      const std::size_t sign = fact.measure.find("¥");
      if (sign != std::string::npos) fact.measure.replace(sign, std::string_view("¥").size(), japan ? "JPY" : "CNY");
      else if (fact.measure.starts_with("money CNY") && fact.text.find("元") != std::string::npos &&
               fact.text.find("人民") == std::string::npos)
        fact.measure.replace(fact.measure.find("CNY"), 3, yuan);
    }
  }

  FactText text_;
  std::size_t at_ = 0;
  std::vector<Fact> facts_;
  std::vector<Place> places_;
  std::vector<std::string> bare_;
};

}  // namespace

std::vector<Fact> facts_in(std::string_view text) {
  Scanner scanner(text);
  scanner.run();
  return scanner.facts();
}

std::vector<std::string> bare_numbers_in(std::string_view text) {
  Scanner scanner(text);
  scanner.run();
  return scanner.bare();
}

}  // namespace ckm::insight
