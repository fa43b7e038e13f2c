// The rule markup of repair.hh. What is an entity and an element is said by libxml2.
#include <libxml/HTMLparser.h>
#include <libxml/xmlstring.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <span>

#include "base/utf8.hh"
#include "text/repair_rules.hh"
#include "text/windows_1252.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kMarkupRule = "markup";
constexpr std::size_t kLongestEntity = 12;
constexpr std::size_t kLongestTag = 4096;
constexpr char32_t kNoBreakSpace = 0xA0;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

const xmlChar* xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

// --- Entities ---------------------------------------------------------------------------------------------------------------

struct Entity {
  char32_t code;
  std::size_t end;
};

// &#146; and its neighbours mean characters of windows-1252 (HTML Living Standard, 13.2.5.80).
char32_t of_windows_1252(char32_t code) {
  return code >= 0x80 && code < 0xA0 && kWindows1252[code - 0x80] != 0 ? kWindows1252[code - 0x80] : code;
}

// The reference whose name begins at `at`, behind the ampersand.
std::optional<Entity> entity(std::string_view text, std::size_t at) {
  const std::size_t semicolon = text.substr(at, kLongestEntity).find(';');
  if (semicolon == std::string_view::npos || semicolon == 0) return std::nullopt;
  const std::string name(text.substr(at, semicolon));
  const std::size_t end = at + semicolon + 1;
  if (name[0] != '#') {
    if (!letter(name[0])) return std::nullopt;
    if (name == "apos") return Entity{'\'', end};  // Of XML, not of HTML 4.
    const htmlEntityDesc* const found = htmlEntityLookup(xml(name));
    return found == nullptr ? std::nullopt : std::optional(Entity{found->value, end});
  }
  const bool hex = name.size() > 1 && lower(name[1]) == 'x';
  const char* const first = name.data() + (hex ? 2 : 1);
  const char* const last = name.data() + name.size();
  std::uint32_t code = 0;
  const auto [stop, error] = std::from_chars(first, last, code, hex ? 16 : 10);
  if (first == last || stop != last || error != std::errc{}) return std::nullopt;
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
  return Entity{of_windows_1252(code), end};
}

// Whether &name; is rather the address of a variable and the end of a statement, which ends the line: x = &sum;
bool like_code(std::string_view text, std::size_t ampersand, std::size_t end) {
  constexpr std::array<std::string_view, 6> kNeverNames = {"amp;", "lt;", "gt;", "quot;", "apos;", "nbsp;"};
  const std::string_view name = text.substr(ampersand + 1, end - ampersand - 1);
  if (name[0] == '#' || std::ranges::find(kNeverNames, name) != kNeverNames.end()) return false;
  const std::size_t behind = std::min(text.find_first_not_of(" \t\r}", end), text.size());
  if (behind < text.size() && text[behind] != '\n') return false;
  std::size_t before = ampersand;
  while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\t')) --before;
  if (before == 0) return false;
  constexpr std::string_view kReturn = "return";
  const char c = text[before - 1];
  return c == '=' || c == '(' || c == ',' || c == '&' || (before < ampersand && text.substr(0, before).ends_with(kReturn));
}

// --- Tags -------------------------------------------------------------------------------------------------------------------

struct Tag {
  std::string name;  // In lower case.
  std::size_t end = 0;
  bool closing = false;
  bool attributes = false;  // At least one with a value.
  bool self_closing = false;
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && blank(text[at])) ++at;
  return at;
}

// Behind an attribute's name and value; npos where there is none that is well-formed.
std::size_t skip_attribute(std::string_view text, std::size_t at, bool& value) {
  const std::size_t begin = at;
  while (at < text.size() && (letter(text[at]) || digit(text[at]) || text[at] == '-' || text[at] == '_' || text[at] == ':')) ++at;
  if (at == begin || !letter(text[begin])) return std::string_view::npos;
  const std::size_t equals = skip_blanks(text, at);
  if (equals == text.size() || text[equals] != '=') return at;
  at = skip_blanks(text, equals + 1);
  if (at == text.size()) return std::string_view::npos;
  value = true;
  if (text[at] == '"' || text[at] == '\'') {
    const std::size_t close = text.find(text[at], at + 1);
    return close == std::string_view::npos ? close : close + 1;
  }
  const std::size_t end = std::min(text.find_first_of(" \t\r\n<>\"'=", at), text.size());
  return end == at ? std::string_view::npos : end;
}

// The tag that begins with the < at `at`.
std::optional<Tag> tag(std::string_view text, std::size_t at) {
  text = text.substr(0, at + kLongestTag);
  Tag out;
  ++at;
  if (at < text.size() && text[at] == '/') {
    out.closing = true;
    ++at;
  }
  while (at < text.size() && (letter(text[at]) || digit(text[at]) || text[at] == ':')) out.name += lower(text[at++]);
  if (out.name.empty() || !letter(out.name[0])) return std::nullopt;
  for (;;) {
    const std::size_t next = skip_blanks(text, at);
    if (next == text.size()) return std::nullopt;
    if (text[next] == '>') {
      out.end = next + 1;
      return out;
    }
    if (text.substr(next).starts_with("/>")) {
      out.self_closing = true;
      out.end = next + 2;
      return out;
    }
    if (next == at || out.closing) return std::nullopt;
    at = skip_attribute(text, next, out.attributes);
    if (at == std::string_view::npos) return std::nullopt;
  }
}

bool breaks_line(const std::string& name) {
  if (name == "br" || name == "hr" || name == "li" || name == "tr" || name == "option") return true;
  const htmlElemDesc* const element = htmlTagLookup(xml(name));
  return element != nullptr && element->isinline == 0 && name != "td" && name != "th";
}

bool element(const std::string& name) {
  // Word leaves <o:p>. Of the elements that came with HTML 5, these have nothing to be mistaken for.
  constexpr std::array<std::string_view, 8> kOthers = {"o:p", "section", "article", "header", "footer", "nav", "figure", "aside"};
  return htmlTagLookup(xml(name)) != nullptr || std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
}

// Names of elements that have an end tag somewhere in the text.
std::set<std::string> closed_elements(std::string_view text) {
  std::set<std::string> out;
  for (std::size_t at = text.find("</"); at != std::string_view::npos; at = text.find("</", at + 2)) {
    if (auto found = tag(text, at); found && element(found->name)) out.insert(std::move(found->name));
  }
  return out;
}

// Whether it can be nothing but markup that was left over.
bool left_over(std::string_view text, std::size_t at, const Tag& found, const std::set<std::string>& closed) {
  if (!element(found.name)) return false;
  if (found.name == "br" || found.name == "o:p") return true;
  if (found.closing || found.attributes) return true;
  const bool behind_name = at > 0 && (letter(text[at - 1]) || digit(text[at - 1]) || text[at - 1] == '_');
  if (closed.contains(found.name)) return !behind_name || found.name.size() > 1;
  if (behind_name) return found.self_closing && found.name == "hr";
  return found.name == "p" || found.name == "li" || found.name == "hr" || found.name == "div" || found.name == "tr" ||
         found.name == "td";
}

constexpr std::array<std::string_view, 15> kBehindTag = {"。", "，", "、", "：", "；", "？",   "！",  "）",
                                                         "”",  "’",  "」", "』", "》", "标签", "標籤"};
constexpr std::array<std::string_view, 10> kBeforeTag = {"，", "、", "：", "（", "“", "‘", "「", "『", "标签", "標籤"};

bool begins_with_one(std::string_view text, std::span<const std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return text.starts_with(one); });
}
bool ends_with_one(std::string_view text, std::span<const std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return text.ends_with(one); });
}

// Whether the tag stands in its line like a word: how people write about one.
bool like_word(std::string_view text, std::size_t at, const Tag& found) {
  if (found.attributes || found.end == text.size()) return false;
  const std::string_view behind = text.substr(found.end);
  const bool ends = behind[0] == ' ' || std::string_view(".,;:!?)\"'").find(behind[0]) != std::string_view::npos ||
                    begins_with_one(behind, kBehindTag);
  if (!ends) return false;
  const std::string_view before = text.substr(0, at);
  if (at == 0 || before.back() == '\n') return behind[0] == ' ' && behind.size() > 1 && behind[1] != '\n' && behind[1] != '<';
  constexpr std::string_view kOpening = " \t(\"'";
  return kOpening.find(before.back()) != std::string_view::npos || ends_with_one(before, kBeforeTag);
}

// Whether the text speaks of markup rather than being it: all its tags stand in it like words. Several line breaks never do.
bool speaks_of_markup(std::string_view text, const std::set<std::string>& closed) {
  std::size_t breaks = 0;
  std::size_t end = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', std::max(at + 1, end))) {
    const auto found = tag(text, at);
    if (!found || !left_over(text, at, *found, closed)) continue;
    end = found->end;
    breaks += found->name == "br" ? 1 : 0;
    if (breaks > 1 || !like_word(text, at, *found)) return false;
  }
  return true;
}

// One walk over the text.
class Finder {
 public:
  Finder(std::string_view text, Found& found) : text_(text), found_(found) {}

  void run() {
    while (at_ < text_.size()) {
      const std::size_t next = std::min(text_.find_first_of("&<`~", at_), text_.size());
      at_ = next;
      if (next == text_.size()) return;
      if (text_[next] == '`' || text_[next] == '~') {
        skip_code();
      } else if (text_[next] == '&') {
        take_entity();
      } else {
        take_tag();
      }
    }
  }

 private:
  // Behind code between backquotes; over them, where they are not closed.
  void skip_code() {
    const char mark = text_[at_];
    std::size_t open = at_;
    while (open < text_.size() && text_[open] == mark) ++open;
    const std::string_view fence = text_.substr(at_, open - at_);
    const bool block = fence.size() >= 3;
    // A block of code begins a line, and ends with the text where nothing closes it.
    if (block && begins_line(at_)) {
      const std::size_t close = text_.find(fence, open);
      at_ = close == std::string_view::npos ? text_.size() : close + fence.size();
      return;
    }
    if (mark == '~' || fence.size() >= unclosed_fence_) {
      at_ = open;
      return;
    }
    const std::size_t close = text_.find(fence, open);
    const bool within_line = !block && close != std::string_view::npos;
    if (within_line && text_.substr(open, close - open).find('\n') != std::string_view::npos) {
      at_ = open;
      return;
    }
    if (close == std::string_view::npos) unclosed_fence_ = fence.size();
    at_ = close == std::string_view::npos ? open : close + fence.size();
  }

  // Whether at most three blanks stand before it on its line.
  [[nodiscard]] bool begins_line(std::size_t at) const {
    std::size_t blanks = 0;
    while (at > 0 && blanks < 4 && text_[at - 1] == ' ') --at, ++blanks;
    return blanks < 4 && (at == 0 || text_[at - 1] == '\n');
  }

  void take_entity() {
    const std::size_t begin = at_;
    auto now = entity(text_, begin + 1);
    if (!now || like_code(text_, begin, now->end)) {
      ++at_;
      return;
    }
    // &amp;amp;lt; in one go.
    while (now->code == '&') {
      const auto deeper = entity(text_, now->end);
      if (!deeper) break;
      now = deeper;
    }
    std::string after;
    utf8::append(after, now->code == kNoBreakSpace ? U' ' : now->code);
    change(begin, now->end, std::move(after));
  }

  void take_tag() {
    const std::size_t begin = at_;
    if (text_.substr(begin).starts_with("<!--")) {
      if (!comment_end_ || *comment_end_ < begin) comment_end_ = text_.find("-->", begin);
      if (*comment_end_ != std::string_view::npos && *comment_end_ - begin < kLongestTag && is_markup()) {
        change(begin, *comment_end_ + 3, {});
        return;
      }
    }
    const auto found = tag(text_, begin);
    if (!found || !is_markup() || !left_over(text_, begin, *found, *closed_) || in_table(begin)) {
      ++at_;
      return;
    }
    std::string_view after;
    if (breaks_line(found->name)) {
      const std::size_t next = text_.find_first_not_of(" \t\r", found->end);
      const bool line_follows = next == std::string_view::npos || text_[next] == '\n';
      const bool hard = found->name == "br";
      if (!line_follows && (hard || !at_line_start(begin))) after = "\n";
    } else if (found->name == "td" || found->name == "th") {
      after = " ";
    }
    change(begin, found->end, std::string(after));
  }

  // Looks at all tags when one is met first.
  bool is_markup() {
    if (!closed_) {
      closed_ = closed_elements(text_);
      is_markup_ = !speaks_of_markup(text_, *closed_);
    }
    return is_markup_;
  }

  // Whether it stands in a row of a table in Markdown, whose cells have their line breaks so.
  bool in_table(std::size_t at) {
    if (at >= line_end_) {
      const std::size_t line = text_.substr(0, at).rfind('\n') + 1;
      line_end_ = std::min(text_.find('\n', at), text_.size());
      const std::size_t first = text_.find_first_not_of(" \t", line);
      row_end_ = text_[first] == '|' ? text_.substr(0, line_end_).rfind('|') : 0;
    }
    return at < row_end_;
  }

  // Whether the repaired text has only blanks between its last line end and `begin`.
  bool at_line_start(std::size_t begin) {
    for (; seen_ < begin; ++seen_) {
      if (!blank(text_[seen_]) || text_[seen_] == '\n') line_open_ = text_[seen_] != '\n';
    }
    return !line_open_;
  }

  void change(std::size_t begin, std::size_t end, std::string after) {
    at_line_start(begin);
    if (!after.empty() && after != " ") line_open_ = after != "\n";
    seen_ = end;
    found_.changes.push_back({begin, end, std::move(after), kMarkupRule});
    at_ = end;
  }

  std::string_view text_;
  Found& found_;
  std::size_t at_ = 0;
  // Whether something stands on the repaired text's line, of what is up to seen_.
  bool line_open_ = false;
  std::size_t seen_ = 0;
  std::optional<std::size_t> comment_end_;                     // Of the next comment, once one was met.
  std::optional<std::set<std::string>> closed_;                // Once a tag was met,
  bool is_markup_ = false;                                     // and this.
  std::size_t line_end_ = 0;                                   // Of the line that was looked at last,
  std::size_t row_end_ = 0;                                    // and where its last | stands, if it is a row.
  std::size_t unclosed_fence_ = static_cast<std::size_t>(-1);  // From this length on, fences are known not to be closed.
};

}  // namespace

void find_markup(std::string_view text, const RepairOptions&, Found& found) {
  if (text.find_first_of("&<") != std::string_view::npos) Finder(text, found).run();
}

}  // namespace ckm::text
