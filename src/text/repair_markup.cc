// The rule markup of repair.hh.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>

#include "base/utf8.hh"
#include "text/entity.hh"
#include "text/markup_tag.hh"
#include "text/raised.hh"
#include "text/repair_rules.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kMarkupRule = "markup";
constexpr std::size_t kLongestComment = 4096;
constexpr char32_t kNoBreakSpace = 0xA0;

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What the text says of its tags as a whole.
struct Elements {
  std::set<std::string> closed;  // Those that have an end tag somewhere in the text.
  bool paragraphs = false;       // There are several <p>.
};

Elements look_at_tags(std::string_view text) {
  Elements out;
  for (std::size_t at = text.find("</"); at != std::string_view::npos; at = text.find("</", at + 2)) {
    if (auto found = tag(text, at); found && element(found->name)) out.closed.insert(std::move(found->name));
  }
  const std::size_t first = std::min(text.find("<p>"), text.find("<P>"));
  out.paragraphs =
      first != std::string_view::npos && std::min(text.find("<p>", first + 1), text.find("<P>", first + 1)) < text.size();
  return out;
}

// Whether it can be nothing but markup that was left over.
bool left_over(std::string_view text, std::size_t at, const Tag& found, const Elements& elements) {
  const auto& closed = elements.closed;
  if (!element(found.name)) return false;
  if (found.name == "br" || found.name == "o:p") return true;
  if (found.closing || found.attributes) return true;
  const bool behind_name = at > 0 && (letter(text[at - 1]) || digit(text[at - 1]) || text[at - 1] == '_');
  if (closed.contains(found.name)) return !behind_name || found.name.size() > 1;
  // Within what is closed, HTML needs no end tags of these.
  if (found.name == "li" && (closed.contains("ul") || closed.contains("ol"))) return true;
  if ((found.name == "tr" || found.name == "td" || found.name == "th") && closed.contains("table")) return true;
  if (found.name == "p" && elements.paragraphs) return true;
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

// Whether the text has a word that people write about markup with.
bool names_markup(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWords = {"html",   "xml",     "css",       "tag",
                                                      "markup", "element", "attribute", "javascript"};
  constexpr std::array<std::string_view, 5> kHanWords = {"标签", "標籤", "元素", "网页代码", "網頁代碼"};
  constexpr std::size_t kLookedAt = 65'536;
  std::string lower(text.substr(0, kLookedAt));
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto is_word = [&](std::string_view word) {
    for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      std::size_t end = at + word.size();
      if (end < lower.size() && lower[end] == 's') ++end;
      if ((at == 0 || !letter(lower[at - 1])) && (end == lower.size() || !letter(lower[end]))) return true;
    }
    return false;
  };
  return std::ranges::any_of(kWords, is_word) ||
         std::ranges::any_of(kHanWords, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// Whether the text speaks of markup rather than being it: all its tags stand in it like words, or it says so and none of them
// breaks a line. Several line breaks never do.
bool speaks_of_markup(std::string_view text, const Elements& elements) {
  bool words = true;
  bool lines = false;
  std::size_t breaks = 0;
  std::size_t end = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', std::max(at + 1, end))) {
    const auto found = tag(text, at);
    if (!found || !left_over(text, at, *found, elements)) continue;
    end = found->end;
    breaks += found->name == "br" ? 1 : 0;
    lines |= breaks_line(found->name);
    words &= like_word(text, at, *found);
    if (breaks > 1 || (lines && !words)) return false;
  }
  return words || names_markup(text);
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
    if (!now || like_code(text_, begin, now->end) || quoted(begin, now->end)) {
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

  // Whether it stands between quotes alone, as in code: replace('<', '&lt;').
  [[nodiscard]] bool quoted(std::size_t begin, std::size_t end) const {
    constexpr std::string_view kQuotes = "'\"`";
    return begin > 0 && end < text_.size() && text_[begin - 1] == text_[end] &&
           kQuotes.find(text_[end]) != std::string_view::npos;
  }

  // What is between the tag and the end tag of its element, of so many bytes at most; nothing where that is missing.
  struct Inside {
    std::string_view text;
    std::size_t end = 0;  // Behind the end tag.
  };
  [[nodiscard]] std::optional<Inside> inside(const Tag& open, std::size_t most) const {
    const std::string_view until = text_.substr(0, most < text_.size() - open.end ? open.end + most : text_.size());
    for (std::size_t at = until.find("</", open.end); at != std::string_view::npos; at = until.find("</", at + 2)) {
      const auto close = tag(text_, at);
      if (close && close->name == open.name) return Inside{text_.substr(open.end, at - open.end), close->end};
    }
    return std::nullopt;
  }

  // Elements whose text is not what a reader sees. Whether it was one.
  bool take_element(std::size_t begin, const Tag& open) {
    constexpr std::size_t kLongestIndex = 12;
    const bool shifted = open.name == "sup" || open.name == "sub";
    if (open.closing || open.self_closing || (!shifted && open.name != "script" && open.name != "style")) return false;
    // Each unclosed script is looked through to its end, so only so far.
    constexpr std::size_t kLongestScript = 65'536;
    const auto found = inside(open, shifted ? 3 * kLongestIndex : kLongestScript);
    if (!found) return false;
    if (!shifted) {
      change(begin, found->end, {});
      return true;
    }
    const bool plain = found->text.size() <= kLongestIndex && found->text.find_first_of(" \t\r\n&<") == std::string_view::npos;
    if (!plain || begin == 0 || blank(text_[begin - 1])) return false;
    change(begin, found->end, open.name == "sup" ? raised(found->text) : lowered(found->text));
    return true;
  }

  void take_tag() {
    constexpr std::string_view kCdata = "<![CDATA[";
    const std::size_t begin = at_;
    if (text_.substr(begin).starts_with(kCdata)) {
      const std::size_t end = text_.find("]]>", begin);
      if (end != std::string_view::npos) {
        change(begin, end + 3, std::string(text_.substr(begin + kCdata.size(), end - begin - kCdata.size())));
        return;
      }
    }
    if (text_.substr(begin).starts_with("<!--")) {
      if (!comment_end_ || *comment_end_ < begin) comment_end_ = text_.find("-->", begin);
      if (*comment_end_ != std::string_view::npos && *comment_end_ - begin < kLongestComment && is_markup()) {
        change(begin, *comment_end_ + 3, {});
        return;
      }
    }
    const auto found = tag(text_, begin);
    if (!found || !is_markup() || !left_over(text_, begin, *found, *elements_) || in_table(begin)) {
      ++at_;
      return;
    }
    if (take_element(begin, *found)) return;
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
    if (!elements_) {
      elements_ = look_at_tags(text_);
      is_markup_ = !speaks_of_markup(text_, *elements_);
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
  std::optional<Elements> elements_;                           // Once a tag was met,
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
