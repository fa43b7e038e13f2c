#include "text/markdown_writer.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ckm::text {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_word(char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_punctuation(char c) { return c > ' ' && c < 0x7F && !is_letter(c) && !is_digit(c); }

constexpr std::size_t kLongestEntity = 32;

// Whether Markdown would see more than text in the character at `at`; `text` is what stands around it, `last_link` where the last
// "](" stands in it.
bool means_more(std::string_view text, std::size_t at, std::size_t last_link) {
  const char before = at > 0 ? text[at - 1] : ' ';
  const char next = at + 1 < text.size() ? text[at + 1] : ' ';
  switch (text[at]) {
    case '\\': return is_punctuation(next);
    case '`': return true;
    case '*': return !is_blank(before) || !is_blank(next);
    case '_': return !in_word(before) || !in_word(next);
    case '~': return next == '~' || before == '~';
    case '<': return is_letter(next) || next == '/' || next == '!' || next == '?';
    case '[': return last_link != std::string_view::npos && at < last_link;
    case '&': {
      const std::size_t length = text.substr(at, kLongestEntity).find(';');
      return length != std::string_view::npos && (is_letter(next) || next == '#') &&
             text.substr(at, length).find(' ') == std::string_view::npos;
    }
    default: return false;
  }
}

// Where a line begins as a heading, a list, a quotation or a rule would: the place of the sign that says so.
std::size_t block_sign(std::string_view line) {
  constexpr std::size_t kNone = std::string_view::npos;
  if (line.empty()) return kNone;
  const auto blank_at = [&](std::size_t i) { return i >= line.size() || line[i] == ' '; };
  if (line[0] == '>') return 0;
  if (line[0] == '#') return blank_at(line.find_first_not_of('#')) && line.find_first_not_of('#') <= 6 ? 0 : kNone;
  if ((line[0] == '-' || line[0] == '+' || line[0] == '*') && blank_at(1)) return 0;
  if ((line[0] == '-' || line[0] == '=') && line.find_first_not_of(line[0]) == kNone) return 0;
  if (line.starts_with("~~~") || line[0] == '|') return 0;
  std::size_t digits = 0;
  while (digits < line.size() && digits < 9 && is_digit(line[digits])) ++digits;
  if (digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')') && blank_at(digits + 1)) return digits;
  return kNone;
}

// The longest run of backquotes.
std::size_t longest_fence(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string safe_address(std::string_view address) {
  std::string out;
  for (const char c : address) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) continue;
    if (c == ' ' || c == '(' || c == ')' || c == '<' || c == '>') out += fmt::format("%{:02X}", byte);
    else out.push_back(c);
  }
  return out;
}

}  // namespace

void MarkdownWriter::separate() {
  if (apart_ && !out_.empty()) {
    std::string before;
    for (const Prefix& prefix : prefixes_) before += prefix.used ? prefix.rest : "";
    before.erase(before.find_last_not_of(' ') + 1);
    out_ += before;
    out_.push_back('\n');
  }
  apart_ = false;
}

void MarkdownWriter::write_line(std::string_view line) {
  separate();
  for (Prefix& prefix : prefixes_) {
    out_ += prefix.used ? prefix.rest : prefix.first;
    prefix.used = true;
  }
  out_ += line;
  out_.erase(out_.find_last_not_of(' ') + 1);
  out_.push_back('\n');
}

void MarkdownWriter::end_line() {
  blank_ = false;
  for (; written_ > 0; --written_) line_ += marks_[written_ - 1];
  if (line_.empty()) return;
  const std::string line = std::exchange(line_, {});
  const std::size_t sign = head_.empty() ? block_sign(line) : std::string::npos;
  const std::string_view all(line);
  if (sign < line.size()) write_line(fmt::format("{}\\{}", all.substr(0, sign), all.substr(sign)));
  else write_line(fmt::format("{}{}", head_, line));
}

void MarkdownWriter::put(std::string_view markdown) {
  if (blank_ && !line_.empty()) line_.push_back(' ');
  blank_ = false;
  for (; written_ < marks_.size(); ++written_) line_ += marks_[written_];
  line_ += markdown;
}

void MarkdownWriter::put_escaped(std::string_view text, std::size_t begin, std::size_t end, std::size_t last_link) {
  std::string word;
  for (std::size_t i = begin; i < end; ++i) {
    if (means_more(text, i, last_link)) word.push_back('\\');
    word.push_back(text[i]);
  }
  put(word);
}

void MarkdownWriter::text(std::string_view text) {
  constexpr std::string_view kNoBreak = "\u00A0";
  const std::size_t last_link = text.rfind("](");
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      blank_ = true;
      ++at;
      continue;
    }
    if (text.substr(at).starts_with(kNoBreak)) {
      blank_ = true;
      at += kNoBreak.size();
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_blank(text[end]) && !text.substr(end).starts_with(kNoBreak)) ++end;
    put_escaped(text, at, end, last_link);
    at = end;
  }
}

void MarkdownWriter::line_break() {
  if (!head_.empty()) {
    blank_ = true;
    return;
  }
  // Two of them are what a paragraph was before there were any.
  if (line_.empty()) end_block();
  else end_line();
}

void MarkdownWriter::end_block() {
  end_line();
  head_.clear();
  const bool in_new_item = !prefixes_.empty() && !prefixes_.back().used;
  apart_ = apart_ || (!out_.empty() && !in_new_item);
}

void MarkdownWriter::begin_heading(std::size_t level) {
  end_block();
  head_ = std::string(level, '#') + " ";
}

void MarkdownWriter::rule() {
  end_block();
  write_line("---");
  end_block();
}

void MarkdownWriter::code(std::string_view code) {
  std::string line;
  for (const char c : code) {
    if (!is_blank(c)) line.push_back(c);
    else if (!line.empty() && line.back() != ' ') line.push_back(' ');
  }
  if (line.empty() || line == " ") return;
  const std::string fence(longest_fence(line) + 1, '`');
  const bool pad = line.front() == '`' || line.back() == '`';
  put(fmt::format("{0}{1}{2}{1}{0}", fence, pad ? " " : "", line));
}

void MarkdownWriter::code_block(std::string_view code) {
  while (!code.empty() && (code.back() == '\n' || code.back() == '\r' || code.back() == ' ')) code.remove_suffix(1);
  if (code.starts_with("\r\n")) code.remove_prefix(2);
  else if (code.starts_with('\n')) code.remove_prefix(1);
  if (code.empty()) return;
  end_block();
  const std::string fence(std::max<std::size_t>(3, longest_fence(code) + 1), '`');
  write_line(fence);
  while (!code.empty()) {
    const std::size_t end = std::min(code.find('\n'), code.size());
    std::string_view line = code.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    write_line(line);
    code.remove_prefix(std::min(end + 1, code.size()));
  }
  write_line(fence);
  end_block();
}

void MarkdownWriter::begin_emphasis(std::string_view mark) { marks_.emplace_back(mark); }

void MarkdownWriter::end_emphasis() {
  if (written_ == marks_.size()) {
    line_ += marks_.back();
    --written_;
  }
  marks_.pop_back();
}

void MarkdownWriter::link(std::string_view markdown, std::string_view address) {
  put(fmt::format("[{}]({})", markdown, safe_address(address)));
}

void MarkdownWriter::picture(std::string_view name, std::string_view address) {
  std::string line;
  for (const char c : name) {
    if (c == '[' || c == ']' || c == '\\') line.push_back('\\');
    line.push_back(is_blank(c) ? ' ' : c);
  }
  put(fmt::format("![{}]({})", line, safe_address(address)));
}

void MarkdownWriter::begin_quote() {
  end_block();
  separate();
  prefixes_.push_back({"> ", "> ", false});
}

void MarkdownWriter::pop_prefix() {
  const bool used = prefixes_.back().used;
  prefixes_.pop_back();
  if (used) apart_ = true;
}

void MarkdownWriter::end_quote() {
  end_line();
  apart_ = false;
  pop_prefix();
}

void MarkdownWriter::begin_list() {
  if (lists_++ == 0) end_block();
  else end_line();
}

void MarkdownWriter::end_list() {
  end_line();
  if (--lists_ == 0) end_block();
}

void MarkdownWriter::begin_item(bool numbered, std::size_t number) {
  end_line();
  const bool follows = lists_ > 1 || number > 1;
  if (follows) apart_ = false;
  else separate();
  const std::string mark = numbered ? fmt::format("{}. ", number) : "- ";
  prefixes_.push_back({mark, std::string(mark.size(), ' '), false});
}

void MarkdownWriter::end_item() {
  end_line();
  pop_prefix();
  apart_ = lists_ == 0;
}

void MarkdownWriter::table(const std::vector<std::vector<std::string>>& rows) {
  end_block();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string line(1, '|');
    for (const std::string& cell : rows[i]) {
      line += ' ';
      for (const char c : cell) {
        if (c == '|') line.push_back('\\');
        line.push_back(c);
      }
      line += " |";
    }
    write_line(line);
    if (i > 0) continue;
    std::string borders(1, '|');
    for (std::size_t k = 0; k < rows[i].size(); ++k) borders += " --- |";
    write_line(borders);
  }
  end_block();
}

std::string MarkdownWriter::take() {
  end_line();
  std::string all = std::exchange(out_, {});
  *this = MarkdownWriter();
  while (all.ends_with('\n')) all.pop_back();
  return all;
}

}  // namespace ckm::text
