#include "formats/text_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"
#include "formats/record.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMost = std::size_t{16} << 20;
constexpr std::size_t kBuffer = 64 * 1024;
constexpr std::size_t kLongestTitle = 300;     // Characters.
constexpr std::size_t kShortestSentence = 10;  // That makes a title.
constexpr std::size_t kMostHashes = 6;         // Levels of headings.

// The first line of the text, without its end; the text goes on behind that.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + (text.substr(end).starts_with("\r\n") ? 2 : 1), text.size()));
  return line;
}

// Without blank lines before it and white space behind it.
std::string_view without_blank_lines(std::string_view text) {
  const std::string_view inner = trimmed(text);
  const std::size_t begin = static_cast<std::size_t>(inner.data() - text.data());
  const std::size_t line = text.substr(0, begin).find_last_of("\r\n");
  const std::size_t from = inner.empty() ? begin : line == std::string_view::npos ? 0 : line + 1;
  return text.substr(from, begin + inner.size() - from);
}

std::string_view without_heading_mark(std::string_view line) {
  const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
  if (hashes == 0 || hashes > kMostHashes || hashes == line.size() || (line[hashes] != ' ' && line[hashes] != '\t')) return line;
  return trimmed(line.substr(hashes));
}

enum class Border { kNone, kBlank, kClause, kSentence };

// What ends with a character, where `next` is the byte behind it.
Border border(char32_t code, char next) {
  const bool apart = next == ' ' || next == '\t' || next == '\0';
  switch (code) {
    case U'。':
    case U'！':
    case U'？':
    case U'…': return Border::kSentence;
    case U'.':
    case U'!':
    case U'?': return apart ? Border::kSentence : Border::kNone;
    case U'，':
    case U'；':
    case U'：':
    case U'|':
    case U'\t': return Border::kClause;
    case U',':
    case U';':
    case U':': return apart || (next & 0x80) != 0 ? Border::kClause : Border::kNone;
    case U' ':
    case U'\u3000': return Border::kBlank;
    default: return Border::kNone;
  }
}

// A title of a line that is too long: its first sentence, else as many clauses, words or characters as there is room for.
std::string_view cut_title(std::string_view line) {
  std::array<std::size_t, 4> ends{};  // By Border; of kNone the last character that has room.
  const char* const end = line.data() + line.size();
  std::size_t characters = 0;
  for (std::size_t at = 0; at < line.size() && characters < kLongestTitle; ++characters) {
    const utf8::Decoded c = utf8::decode(line.data() + at, end);
    const std::size_t behind = at + c.length;
    const Border found = border(c.code, behind < line.size() ? line[behind] : '\0');
    if (found == Border::kSentence && characters + 1 >= kShortestSentence) return line.substr(0, behind);
    if (found != Border::kNone && found != Border::kSentence) ends[static_cast<std::size_t>(found)] = at;
    ends[0] = at = behind;
  }
  for (const Border kind : {Border::kClause, Border::kBlank}) {
    const std::string_view cut = trimmed(line.substr(0, ends[static_cast<std::size_t>(kind)]));
    if (!cut.empty()) return cut;
  }
  return trimmed(line.substr(0, ends[0]));
}

bool is_longer(std::string_view line, std::size_t characters) {
  const auto leads = std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<std::size_t>(leads) > characters;
}

}  // namespace

std::string read_one_text(ByteSource& in, const ReadOptions& options) {
  std::string out;
  for (std::size_t n = 1; n > 0;) {
    const std::size_t at = out.size();
    if (at > kMost) {
      throw Error(Exit::kInput, fmt::format("{}: a text over {} MiB", options.name, kMost >> 20),
                  "a text is one document: cut it in pieces, or name its format with --as");
    }
    out.resize(at + kBuffer);
    n = in.read(std::span(out).subspan(at));
    out.resize(at + n);
  }
  if (trimmed(out).empty())
    throw Error(Exit::kInput, fmt::format("{}: nothing in it", options.name), "check the file, or the program that wrote it");
  return out;
}

std::optional<Rejection> text_fault(std::string_view text) {
  if (text.find('\0') == std::string_view::npos && !text::find_undecodable(text)) return std::nullopt;
  const std::string_view whole = text;
  for (std::uint64_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.find('\0') != std::string_view::npos) return Rejection{{number, 0}, "NUL character", std::string(whole)};
    if (const auto bytes = text::find_undecodable(line)) return Rejection{{number, 0}, bytes->reason(), std::string(whole)};
  }
  return std::nullopt;
}

TitledText take_title(std::string_view text) {
  text = without_blank_lines(text);
  std::string_view rest = text;
  const std::string_view title = without_heading_mark(trimmed(take_line(rest)));
  if (is_longer(title, kLongestTitle)) return {cut_title(title), text};
  return {title, without_blank_lines(rest)};
}

std::string file_identifier(const std::string& file) {
  std::string out;
  const char* const end = file.data() + file.size();
  for (const char* at = file.data(); at < end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    utf8::append(out, c.code);
    at += c.length;
  }
  return std::string(trimmed(utf8::one_line(out)));
}

bool give_text(const TitledText& text, std::string id, model::Kind kind, Sink& out) {
  if (kind == model::Kind::kTicket) {
    model::Ticket ticket;
    ticket.external_id = std::move(id);
    ticket.subject = text.title;
    if (!text.body.empty()) ticket.messages.push_back({model::Role::kCustomer, {}, std::nullopt, std::string(text.body), false});
    return out.ticket(std::move(ticket), {}, {1, 0});
  }
  model::Article article;
  article.kind = kind;
  article.external_id = std::move(id);
  article.title = text.title;
  article.body = text.body;
  return out.article(std::move(article), {}, {1, 0});
}

}  // namespace ckm::formats
