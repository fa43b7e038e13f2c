// A line in which personal data is looked for, and what its finders share. Offsets are those of `plain`: without invisible
// characters, and with full-width forms, dashes and blanks of every kind as ASCII has them.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text::personal {

struct Line {
  std::string_view plain;
  std::string_view beside;  // What is said of the whole text; lower case.
};

struct Hit {
  std::size_t begin;
  std::size_t end;
  std::string value;
};

using Hits = std::vector<Hit>;
using Words = std::span<const std::string_view>;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
inline bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_'; }
// The character at `at`, or 0 outside of the text.
inline char char_at(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }
inline char char_before(std::string_view text, std::size_t at) { return at == 0 ? '\0' : text[at - 1]; }

// Whether neither a word nor a longer code goes on at either end: 12-34 is no part of A-12-34.
bool stands_alone(std::string_view text, std::size_t begin, std::size_t end);

enum class Said { kNothing, kIt, kOther };
// Which of the words stands last before `at`, within so many bytes and the sentence, or beside the text. Words are in lower case;
// those of letters count as whole words.
Said said_before(const Line& line, std::size_t at, Words it, Words other, std::size_t bytes = 40);

// Words that name something that is nobody's: orders, parcels, products.
extern const Words kOrderWords;

// Digits in groups with blanks, dashes, dots or brackets between.
struct Group {
  std::size_t begin;
  std::size_t end;
};
// From `at`, at most so many; `between`: which characters may stand between two groups, at most `most` of them.
std::vector<Group> read_groups(std::string_view text, std::size_t at, std::size_t count, std::string_view between,
                               std::size_t most);
// The digits of the groups.
std::string digits_of(std::string_view text, std::span<const Group> groups);
bool passes_luhn(std::string_view digits);

// The finders, one a kind.
void find_emails(const Line& line, Hits& hits);
void find_phones(const Line& line, Hits& hits);
void find_id_cards(const Line& line, Hits& hits);
void find_taiwan_ids(const Line& line, Hits& hits);
void find_hong_kong_ids(const Line& line, Hits& hits);
void find_cards(const Line& line, Hits& hits);
void find_passports(const Line& line, Hits& hits);
void find_plates(const Line& line, Hits& hits);
void find_addresses(const Line& line, Hits& hits);
void find_ips(const Line& line, Hits& hits);

// Chinese postal addresses, and those in English.
void find_han_addresses(const Line& line, Hits& hits);
void find_latin_addresses(const Line& line, Hits& hits);

}  // namespace ckm::text::personal
