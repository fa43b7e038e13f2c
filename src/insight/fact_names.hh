// What answers name by signs and digits: links, mail addresses, telephone numbers and versions.
#pragma once

#include <cstddef>
#include <optional>

#include "insight/fact_dates.hh"
#include "insight/fact_text.hh"

namespace ckm::insight {

// http://, https:// or www.; its value is without these, a fragment and the last slash.
std::optional<Reading> read_link(const FactText& text, std::size_t place);
// name@example.com, beginning at `place`.
std::optional<Reading> read_mail(const FactText& text, std::size_t place);
// A number that is written as those of telephones are, or that a word such as 电话 or hotline stands before. Its value are its
// digits. Dates must have been looked for before. Not before `least`.
std::optional<Reading> read_phone(const FactText& text, std::size_t place, std::size_t least);
// v2.1, version 2.1, 版本 2.1, 2.1 版本, 2.1.0, Android 12: measures "version", "version android" and, of four numbers alone,
// "address". Digits begin at `place`; not before `least`.
std::optional<Reading> read_version(const FactText& text, std::size_t place, std::size_t least);

}  // namespace ckm::insight
