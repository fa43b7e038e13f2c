// Values of cells as texts: number formats (ECMA-376 part 1, sections 18.8.30 and 18.8.31), serial dates (18.17.4), numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ckm::formats {

// What a number format shows a number as.
enum class Shown : std::uint8_t { kNumber, kDate, kTime, kDateTime, kElapsed };

// Of a format that is built in, by its number; of another one kNumber.
Shown built_in_format(unsigned id);
// Of a format's code: yyyy/m/d h:mm;@
Shown format_of_code(std::string_view code);

// Days as a workbook counts them: from 1899-12-31 with a 29 February 1900 that never was, or from 1904-01-01.
enum class Epoch : std::uint8_t { k1900, k1904 };

// The date as ISO 8601 without a zone, to the second: 2020-01-06, 2020-01-06T12:09:38; a time below one day 12:09:38; what
// elapsed 36:15:00. Nothing where there is no such day up to the year 9999.
std::optional<std::string> format_serial(double days, Shown shown, Epoch epoch);

// A number as a cell holds it, in 15 digits at most unless it is written as a whole one, never with an exponent below 10^21.
std::string format_number(std::string_view written);
std::optional<double> number_of(std::string_view written);

// The column of a reference such as AB12, from 0; nothing for what is none.
std::optional<std::uint32_t> column_of(std::string_view reference);

}  // namespace ckm::formats
