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
constexpr std::string_view kWidePlus = "＋";
constexpr std::string_view kWideMinus = "－";
constexpr std::string_view kWideStar = "＊";
constexpr std::string_view kWideComma = "，";
// The first two must be closed.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kQuotes = {
    {{"\"", "\""}, {"＂", "＂"}, {"“", "”"}, {"„", "“"}, {"「", "」"}, {"『", "』"}}};
constexpr std::size_t kMustClose = 2;

// Bytes of the * that a word ends with.
std::size_t star_length(std::string_view word) {
  return word.ends_with('*') ? 1 : word.ends_with(kWideStar) ? kWideStar.size() : 0;
}

}  // namespace

std::size_t sign_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto c = static_cast<unsigned char>(text.front());
  if (c < 0x80) return c > ' ' && c < 0x7F && std::isalnum(c) == 0 ? 1 : 0;
  for (const std::string_view sign : {kWidePlus, kWideMinus, kWideStar, kWideComma, kWideColon, kWideOpen, kWideClose}) {
    if (text.starts_with(sign)) return sign.size();
  }
  for (const auto& [open, close] : kQuotes) {
    if (text.starts_with(open)) return open.size();
    if (text.starts_with(close)) return close.size();
  }
  return 0;
}

QueryToken::Type word_type(std::string_view word) {
  using Type = QueryToken::Type;
  if (word == "OR" || word == "ＯＲ") return Type::kOr;
  if (word == "AND" || word == "ＡＮＤ") return Type::kAnd;
  return word == "NOT" || word == "ＮＯＴ" ? Type::kNot : Type::kWord;
}

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
    if (const std::size_t sign = looking_at("\\") ? sign_length(text_.substr(at_ + 1)) : 0; sign > 0) {
      out += text_.substr(at_ + 1, sign);
      at_ += 1 + sign;
      continue;
    }
    if (value && (looking_at(",") || looking_at(kWideComma))) break;
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
// Only " and its full-width form must be closed: a question may well begin with one of the others, which is punctuation then.
std::optional<std::string_view> QueryLexer::quoted() {
  const std::size_t start = at_;
  for (std::size_t i = 0; i < kQuotes.size(); ++i) {
    const auto& [open, close] = kQuotes[i];
    if (start >= no_close_behind_[i] || !take(open)) continue;
    const std::size_t end = text_.find(close, at_);
    if (end == std::string_view::npos && i < kMustClose) {
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

// Values with commas between them, bare or quoted; a comma behind the last is punctuation. False where one is empty.
bool QueryLexer::take_values(QueryToken& token, bool inside) {
  const std::size_t start = at_;
  do {
    const auto quote = quoted();
    std::string value = quote ? std::string(*quote) : unescaped(inside, true);
    const bool another = looking_at(",") || looking_at(kWideComma);
    if (!value.empty()) token.values.push_back(std::move(value));
    else if (quote || another) return false;
  } while (take(",") || take(kWideComma));
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
    if (take("+") || take(kWidePlus)) token.sign = Sign::kMust;
    else if (take("-") || take(kWideMinus)) token.sign = Sign::kNot;
    if (token.sign != Sign::kMay) {
      if (at_blank() || (inside && at_close())) continue;  // A lonely sign is punctuation.
    }
    if ((token.field = field()) != nullptr) {
      token.type = Type::kFilter;
      if (take_values(token, inside)) return token;
      throw Error(Exit::kUsage,
                  fmt::format("the filter in column {} of the query has {} value", column(token.offset),
                              token.values.empty() ? "no" : "an empty"),
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
    token.type = word_type(typed);
    if (const std::size_t star = star_length(typed); star > 0 && typed.size() > star && typed[typed.size() - star - 1] != '\\') {
      token.type = Type::kPrefix;
      while (const std::size_t last = star_length(token.text)) token.text.resize(token.text.size() - last);
      if (token.text.empty()) continue;
    }
    return token;
  }
  QueryToken end;
  end.offset = at_;
  return end;
}

}  // namespace ckm::search
