#include "search/query_lexer.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"

namespace ckm::search {
namespace {

constexpr std::string_view kWideBlank = "\u3000";
constexpr std::string_view kWideColon = "：";
constexpr std::string_view kWideOpen = "（";
constexpr std::string_view kWideClose = "）";
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kQuotes = {
    {{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"「", "」"}, {"『", "』"}}};

// Signs that a backslash may stand before.
bool is_sign(char c) {
  return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7F &&
         std::isalnum(static_cast<unsigned char>(c)) == 0;
}

}  // namespace

std::size_t QueryLexer::column(std::size_t offset) {
  if (offset < counted_) counted_ = 0, column_ = 1;
  for (; counted_ < offset; ++column_) counted_ += utf8::decode(text_.data() + counted_, text_.data() + text_.size()).length;
  return column_;
}

bool QueryLexer::take(std::string_view what) {
  if (!looking_at(what)) return false;
  at_ += what.size();
  return true;
}

bool QueryLexer::at_blank() const {
  if (done()) return true;
  const char c = text_[at_];
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || looking_at(kWideBlank);
}

bool QueryLexer::at_open() const { return looking_at("(") || looking_at(kWideOpen); }
bool QueryLexer::at_close() const { return looking_at(")") || looking_at(kWideClose); }

void QueryLexer::skip_blanks() {
  while (!done() && at_blank()) at_ += looking_at(kWideBlank) ? kWideBlank.size() : 1;
}

// Up to the next blank, parenthesis or, of a filter's value, comma.
std::string QueryLexer::unescaped(bool inside, bool value) {
  std::string out;
  for (std::size_t open = 0; !at_blank();) {
    if (looking_at("\\") && at_ + 1 < text_.size() && is_sign(text_[at_ + 1])) {
      out += text_[at_ + 1];
      at_ += 2;
      continue;
    }
    if (value && (looking_at(",") || looking_at("，"))) break;
    if (at_open()) ++open;
    if (at_close() && open-- == 0) {
      if (inside) break;
      open = 0;
    }
    const std::size_t length = utf8::decode(text_.data() + at_, text_.data() + text_.size()).length;
    out += text_.substr(at_, length);
    at_ += length;
  }
  return out;
}

// The content of a quote that opens here, in any of the forms that keyboards and input methods make; nothing where none does.
// Only " must be closed: a question may well begin with one of the others, which is punctuation then.
std::optional<std::string_view> QueryLexer::quoted() {
  const std::size_t start = at_;
  for (std::size_t i = 0; i < kQuotes.size(); ++i) {
    const auto& [open, close] = kQuotes[i];
    if (start >= no_close_behind_[i] || !take(open)) continue;
    const std::size_t end = text_.find(close, at_);
    if (end == std::string_view::npos && i == 0) {
      throw Error(Exit::kUsage, fmt::format("the quote that opens in column {} of the query is not closed", column(start)),
                  "write \"some words\", or \\\" for the sign itself");
    }
    if (end == std::string_view::npos) {
      no_close_behind_[i] = start;
      at_ = start;
      continue;
    }
    const std::string_view content = text_.substr(at_, end - at_);
    at_ = end + close.size();
    return content;
  }
  return std::nullopt;
}

// The filter field before a colon that stands here, with something behind it; case does not matter.
const FilterField* QueryLexer::field() {
  std::string name;
  const std::size_t start = at_;
  for (; !done(); ++at_) {
    const char c = text_[at_];
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && !(c >= 'a' && c <= 'z')) break;
    name.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
  }
  const FilterField* found = take(":") || take(kWideColon) ? find_filter_field(name) : nullptr;
  if (found == nullptr || at_blank()) {
    at_ = start;
    return nullptr;
  }
  return found;
}

// Values with commas between them, bare or quoted. False where one is empty.
bool QueryLexer::take_values(QueryToken& token, bool inside) {
  const std::size_t start = at_;
  do {
    const auto quote = quoted();
    std::string value = quote ? std::string(*quote) : unescaped(inside, true);
    if (!value.empty()) token.values.push_back(std::move(value));
    else if (quote) return false;
  } while (take(",") || take("，"));
  token.text = text_.substr(start, at_ - start);
  return !token.values.empty();
}

std::string QueryLexer::word(std::size_t position, bool inside) {
  at_ = position;
  return unescaped(inside, false);
}

QueryToken QueryLexer::next(bool inside) {
  using Type = QueryToken::Type;
  for (skip_blanks(); !done(); skip_blanks()) {
    QueryToken token;
    token.offset = at_;
    if (inside && at_close()) {
      take(")") || take(kWideClose);
      token.type = Type::kClose;
      return token;
    }
    if (looking_at("+") || looking_at("-")) {
      token.sign = take("+") ? Sign::kMust : (take("-"), Sign::kNot);
      if (at_blank() || (inside && at_close())) continue;  // A lonely sign is punctuation.
    }
    if ((token.field = field()) != nullptr) {
      token.type = Type::kFilter;
      if (take_values(token, inside)) return token;
      throw Error(Exit::kUsage, fmt::format("the filter in column {} of the query has no value", column(token.offset)),
                  fmt::format("write {}:VALUE, or {}:\"two words\"", token.field->name, token.field->name));
    }
    if (const auto quote = quoted()) {
      token.type = Type::kPhrase;
      token.text = *quote;
      return token;
    }
    if (at_open()) {
      token.offset_of_text = at_;
      take("(") || take(kWideOpen);
      token.type = Type::kOpen;
      return token;
    }
    const std::size_t start = at_;
    token.text = unescaped(inside, false);
    const std::string_view typed = text_.substr(start, at_ - start);
    token.escaped = typed.size() != token.text.size();
    token.type = typed == "OR" ? Type::kOr : typed == "AND" ? Type::kAnd : typed == "NOT" ? Type::kNot : Type::kWord;
    if (typed.size() > 1 && typed.ends_with('*') && !typed.ends_with("\\*")) {
      token.type = Type::kPrefix;
      token.text.erase(token.text.find_last_not_of('*') + 1);
      if (token.text.empty()) continue;
    }
    return token;
  }
  QueryToken end;
  end.offset = at_;
  return end;
}

}  // namespace ckm::search
