// Numbers as they are written: digits with separators of either kind, Chinese numerals, words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "insight/fact_text.hh"

namespace ckm::insight {

struct Amount {
  std::vector<double> values;  // What it may mean, the likeliest first: 1.250 is 1250, or 1.25.
  std::size_t end = 0;
};

// Digits that begin at `place`, with 万, 亿, k, million and the like behind. 1.250,00 and 1,250.00, 1'250, 1,00,000; blanks part
// thousands where `spaced`. Of a list (1,2,3) and of a dotted number (2.1.0) the first part alone.
Amount read_amount(const FactText& text, std::size_t place, bool spaced);

// 十四, 两百五十, 三万, 三点五, 二〇二六, 一个半 without what it counts. Nothing where no numeral begins, nor where it is vague
// or part of a name: 几十, 第三, 周三.
std::optional<Amount> read_numeral(const FactText& text, std::size_t place);

// fourteen, twenty-four, vierzehn; nothing for other words.
std::optional<Amount> read_number_word(const FactText& text, std::size_t place);

// Digits or a numeral as a whole number up to `most`, for dates and times.
struct Whole {
  int value = 0;
  std::size_t end = 0;
};
std::optional<Whole> read_whole(const FactText& text, std::size_t place, int most);

// Behind what stands between the ends of a range (-, to, bis, 到, 至 …); nothing where none does.
std::optional<std::size_t> range_mark(const FactText& text, std::size_t place);

std::string number_text(double value);

}  // namespace ckm::insight
