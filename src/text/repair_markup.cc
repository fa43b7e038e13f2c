// The rule markup of repair.hh.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/utf8.hh"
#include "text/byte_set.hh"
#include "text/entity.hh"
#include "text/html.hh"
#include "text/markup_code.hh"
#include "text/markup_evidence.hh"
#include "text/markup_section.hh"
#include "text/markup_tag.hh"
#include "text/raised.hh"
#include "text/repair_rules.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kMarkupRule = "markup";
constexpr char32_t kNoBreakSpace = 0xA0;
constexpr ByteSet kMarks("&<`~");
constexpr std::string_view kLinkEnd = "</a>";

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// One walk over the text.
class Finder {
 public:
  Finder(std::string_view text, Found& found) : text_(text), found_(found), code_(text), sections_(text) {}

  void run() {
    while (at_ < text_.size()) {
      const std::size_t next = std::min(kMarks.find(text_, at_), text_.size());
      at_ = next;
      if (next == text_.size()) return;
      if (text_[next] == '`' || text_[next] == '~') {
        at_ = code_.behind(next);
      } else if (text_[next] == '&') {
        take_entity();
      } else {
        take_tag();
      }
    }
  }

 private:
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

  // Where the next end tag of a link stands, at or behind `from`.
  [[nodiscard]] std::size_t link_end(std::size_t from) {
    if (!link_end_ || *link_end_ < from) {
      std::size_t at = text_.find("</", from);
      while (at != std::string_view::npos && (at + 3 >= text_.size() || (text_[at + 2] | 0x20) != 'a' || text_[at + 3] != '>')) {
        at = text_.find("</", at + 2);
      }
      link_end_ = at;
    }
    return *link_end_;
  }

  // Whether what a link holds can stand within one in Markdown, and ends where the link does.
  [[nodiscard]] static bool fits_link(std::string_view within) {
    std::vector<std::string> open;
    int brackets = 0;
    constexpr ByteSet kSigns("<`~\n[]");
    for (std::size_t at = kSigns.find(within, 0); at != std::string_view::npos; at = kSigns.find(within, at + 1)) {
      if (within[at] == '[') ++brackets;
      if (within[at] == ']' && --brackets < 0) return false;
      if (within[at] == '`' || within[at] == '~' || within.substr(at).starts_with("<!")) return false;
      if (within[at] == '\n') {
        const std::size_t next = within.find_first_not_of(" \t\r", at + 1);
        if (next == std::string_view::npos || within[next] == '\n') return false;
        continue;
      }
      const auto found = tag(within, at);
      if (!found) continue;
      if (found->name == "a" || breaks_line(found->name)) return false;
      if (found->closing && (open.empty() || open.back() != found->name)) return false;
      if (found->closing) open.pop_back();
      else if (!found->self_closing && !is_void(found->name)) open.push_back(found->name);
    }
    return open.empty() && brackets == 0;
  }

  // Links and pictures become what text/html.hh makes of them. Whether it was one that is kept.
  bool take_reference(std::size_t begin, const Tag& open) {
    constexpr std::size_t kLongestLink = 4096;
    if (open.closing || !open.attributes) return false;
    if (open.name == "img") {
      change(begin, open.end, html_to_markdown(text_.substr(begin, open.end - begin)));
      return true;
    }
    if (open.name != "a" || open.self_closing) return false;
    const std::size_t close = link_end(open.end);
    if (close == std::string_view::npos || close - begin > kLongestLink) return false;
    if (text_.substr(begin, open.end - begin).find(':') == std::string_view::npos) return false;
    if (!fits_link(text_.substr(open.end, close - open.end))) return false;
    const std::string link = html_to_markdown(text_.substr(begin, close + kLinkEnd.size() - begin));
    const std::size_t address = link.rfind("](");
    if (!link.starts_with('[') || !link.ends_with(')') || address == std::string::npos) return false;
    link_close_ = close;
    link_tail_ = link.substr(address);
    change(begin, open.end, "[");
    return true;
  }

  void take_tag() {
    const std::size_t begin = at_;
    if (begin == link_close_) {
      change(begin, begin + kLinkEnd.size(), std::exchange(link_tail_, {}));
      return;
    }
    if (const auto section = sections_.at(begin); section && is_markup() && !in_table(begin)) {
      const auto inside = static_cast<std::size_t>(section->inside.data() - text_.data());
      if (!section->comment) change(begin, inside, {});
      change(section->comment ? begin : inside + section->inside.size(), section->end, {});
      return;
    }
    const auto found = tag(text_, begin);
    if (!found || !is_markup() || !evidence_->left_over(begin, *found) || in_table(begin) || code_.quoted(begin, found->end)) {
      ++at_;
      return;
    }
    if (take_element(begin, *found) || take_reference(begin, *found)) return;
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
    if (!evidence_) evidence_.emplace(text_);
    return evidence_->is_markup();
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
  MarkupCode code_;
  MarkupSections sections_;
  std::size_t at_ = 0;
  // Whether something stands on the repaired text's line, of what is up to seen_.
  bool line_open_ = false;
  std::size_t seen_ = 0;
  std::optional<std::size_t> link_end_;                    // Of the next link, once one was met.
  std::size_t link_close_ = static_cast<std::size_t>(-1);  // Where that of a link stands that is kept,
  std::string link_tail_;                                  // and what comes there.
  std::optional<MarkupEvidence> evidence_;                 // Once a tag was met.
  std::size_t line_end_ = 0;                               // Of the line that was looked at last,
  std::size_t row_end_ = 0;                                // and where its last | stands, if it is a row.
};

}  // namespace

void find_markup(std::string_view text, const RepairOptions&, Found& found) {
  constexpr ByteSet kAny("&<");
  if (kAny.find(text, 0) != std::string_view::npos) Finder(text, found).run();
}

}  // namespace ckm::text
