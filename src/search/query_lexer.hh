// The pieces of a query, from the left: words, phrases, filters, prefixes, parentheses and operators.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/fields.hh"

namespace ckm::search {

enum class Sign : std::uint8_t { kMay, kMust, kNot };

struct QueryToken {
  enum class Type : std::uint8_t { kEnd, kWord, kPrefix, kPhrase, kFilter, kOpen, kClose, kOr, kAnd, kNot } type = Type::kEnd;
  Sign sign = Sign::kMay;
  const FilterField* field = nullptr;
  std::string text;                 // Of a word or phrase, or a filter's values as they were typed.
  std::vector<std::string> values;  // Of a filter: at least one, none empty.
  bool escaped = false;             // Some backslash took the meaning of a sign of it.
  std::size_t offset = 0;           // Where it begins, in bytes.
  std::size_t offset_of_text = 0;   // Of a parenthesis, behind its sign.
};

// Bytes of the sign that the text begins with, of those whose meaning a backslash takes: all of ASCII, and what input methods
// make of operators, quotes and parentheses, which means the same. 0 where there is none.
std::size_t sign_length(std::string_view text);
// kOr, kAnd or kNot for those words, kWord for others.
QueryToken::Type word_type(std::string_view word);

// A backslash takes the meaning of the sign behind it. Threads: belongs to one. The query must outlive it.
class QueryLexer {
 public:
  explicit QueryLexer(std::string_view query) : text_(query) {}

  // A word that holds nothing but signs is left out. `inside` parentheses a ) that no ( of its word opened is one by itself.
  // Throws Error{kUsage} where a " is not closed or a filter has an empty value.
  QueryToken next(bool inside);

  // What stands there as a word, though it begins with a parenthesis.
  std::string word(std::size_t position, bool inside);

  // To go back to.
  [[nodiscard]] std::size_t position() const { return at_; }
  void go_back(std::size_t position) { at_ = position; }
  // In characters from 1. Quick for offsets that ascend.
  std::size_t column(std::size_t offset);

 private:
  [[nodiscard]] bool done() const { return at_ == text_.size(); }
  [[nodiscard]] bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool take(std::string_view what);
  [[nodiscard]] bool at_blank() const;
  [[nodiscard]] bool at_open() const;
  [[nodiscard]] bool at_close() const;
  void skip_blanks();
  std::string unescaped(bool inside, bool value);
  bool take_values(QueryToken& token, bool inside);
  std::optional<std::string_view> quoted();
  const FilterField* field();

  static constexpr std::size_t kMarks = 6;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;
  std::size_t column_ = 1;
  std::array<std::size_t, kMarks> no_close_behind_ = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
};

}  // namespace ckm::search
