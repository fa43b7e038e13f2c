#include "text/markup_code.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "text/byte_set.hh"

namespace ckm::text {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool among(std::string_view signs, char c) { return signs.find(c) != std::string_view::npos; }

// Whether it stands between a pair of quotes, and nothing else.
bool alone(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin == 0 || end == text.size()) return false;
  const char last = text[begin - 1];
  if (last == '"' || last == '\'') return text[end] == last;
  if (static_cast<unsigned char>(last) < 0x80) return false;
  using Quotes = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Quotes, 8> kPairs = {Quotes{"“", "”"}, Quotes{"„", "“"}, Quotes{"„", "”"},   Quotes{"‘", "’"},
                                            Quotes{"«", "»"}, Quotes{"»", "«"}, Quotes{"「", "」"}, Quotes{"『", "』"}};
  return std::ranges::any_of(kPairs, [&](const Quotes& quotes) {
    return text.substr(0, begin).ends_with(quotes.first) && text.substr(end).starts_with(quotes.second);
  });
}

constexpr ByteSet kQuotes("\"'");

constexpr int kProgram = 2;  // As only a program has it;
constexpr int kMaybe = 1;    // as sentences have it too.

}  // namespace

std::size_t MarkupCode::behind(std::size_t at) {
  const char mark = text_[at];
  std::size_t open = at;
  while (open < text_.size() && text_[open] == mark) ++open;
  const std::string_view fence = text_.substr(at, open - at);
  const bool block = fence.size() >= 3;
  // A block of code begins a line, and ends with the text where nothing closes it.
  if (block && begins_line(at)) {
    const std::size_t close = text_.find(fence, open);
    return close == std::string_view::npos ? text_.size() : close + fence.size();
  }
  if (mark == '~' || fence.size() >= unclosed_fence_) return open;
  const std::size_t close = text_.find(fence, open);
  if (close == std::string_view::npos) {
    unclosed_fence_ = fence.size();
    return open;
  }
  const bool within_line = block || text_.substr(open, close - open).find('\n') == std::string_view::npos;
  return within_line ? close + fence.size() : open;
}

bool MarkupCode::quoted(std::size_t begin, std::size_t end) {
  if (alone(text_, begin, end)) return true;
  while (sought_ < begin) {
    const std::size_t quote = std::min(kQuotes.find(text_.substr(0, begin), sought_), begin);
    sought_ = quote + 1;
    const int opening = quote == begin ? 0 : opens(quote);
    if (opening == 0) continue;
    std::size_t close = quote + 1;
    while (close < text_.size() && text_[close] != text_[quote] && text_[close] != '\n') close += text_[close] == '\\' ? 2 : 1;
    if (close >= text_.size() || text_[close] == '\n') continue;
    const int closing = closes(close);
    if (closing == 0 || opening + closing <= kProgram) continue;
    string_ = quote;
    string_end_ = close;
    sought_ = close + 1;
  }
  return string_ < begin && begin < string_end_;
}

// What stands before a quote says that a string begins there: 0 for nothing.
int MarkupCode::opens(std::size_t quote) const {
  if (quote == 0) return kMaybe;
  std::size_t before = quote;
  while (before > 0 && (text_[before - 1] == ' ' || text_[before - 1] == '\t')) --before;
  if (before == 0 || text_[before - 1] == '\n') return kMaybe;
  const char c = text_[before - 1];
  if (among("=+[{&", c)) return kProgram;
  if (c == '(')
    return before > 1 && (letter(text_[before - 2]) || digit(text_[before - 2]) || text_[before - 2] == '_') ? kProgram : kMaybe;
  if (c == ':' && before > 1 && among("\"'", text_[before - 2])) return kProgram;  // "body": "<p>"
  if (c == '.') return before < quote && before > 1 && text_[before - 2] == ' ' ? kProgram : 0;
  return before < quote || among(",:", c) ? kMaybe : 0;
}

// The same of what stands behind it.
int MarkupCode::closes(std::size_t quote) const {
  const std::size_t next = quote + 1;
  std::size_t behind = next;
  while (behind < text_.size() && (text_[behind] == ' ' || text_[behind] == '\t')) ++behind;
  if (behind == text_.size() || text_[behind] == '\n') return kMaybe;
  const char c = text_[behind];
  const char after = behind + 1 < text_.size() ? text_[behind + 1] : '\n';
  if (among("+]}", c)) return kProgram;
  if (c == ')') return after == ';' ? kProgram : kMaybe;
  if (c == ';') return among("\n\r}", after) ? kProgram : kMaybe;
  if (c == '.') return behind > next && after == ' ' ? kProgram : 0;
  if (c == '%') return behind > next ? kProgram : 0;
  if (c == '>') {  // Into a file: > index.html
    std::size_t name = text_.find_first_not_of("> \t", behind);
    const std::size_t begin = name;
    bool path = false;
    for (; name < text_.size() && (letter(text_[name]) || digit(text_[name]) || among("._/~$-", text_[name])); ++name) {
      path |= among("./", text_[name]) && name > begin && name + 1 < text_.size() && letter(text_[name + 1]);
    }
    return behind > next && path ? kProgram : 0;
  }
  return among(",|", c) ? kMaybe : 0;
}

// Whether at most three blanks stand before it on its line.
bool MarkupCode::begins_line(std::size_t at) const {
  std::size_t blanks = 0;
  while (at > 0 && blanks < 4 && text_[at - 1] == ' ') --at, ++blanks;
  return blanks < 4 && (at == 0 || text_[at - 1] == '\n');
}

}  // namespace ckm::text
