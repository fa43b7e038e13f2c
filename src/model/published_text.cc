#include "model/published_text.hh"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "model/ref.hh"

namespace ckm::model {
namespace {

constexpr std::string_view kOpen = "<!--";
constexpr std::string_view kClose = "-->";
constexpr std::string_view kNote = " (internal)";
constexpr std::size_t kMostIndent = 3;  // Four columns are code.
constexpr std::size_t kLeastFence = 3;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// How long the citation is that the text begins with, in brackets; 0 where it begins with none. Identifiers hold anything.
std::size_t citation_size(std::string_view text) {
  if (!text.starts_with("[ticket:")) return 0;
  const std::string_view line = text.substr(0, text.find('\n'));
  for (std::size_t close = line.find(']'); close != std::string_view::npos; close = line.find(']', close + 1)) {
    if (parse_message_ref(line.substr(1, close - 1))) return close + 1;
  }
  return 0;
}

// Walks a text once, from its front to its end.
class Stripper {
 public:
  explicit Stripper(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (begins_line() && take_line()) continue;
      switch (text_[at_]) {
        case '`': take_span(); break;
        case '\\': copy(2); break;
        case '<': take_angle(); break;
        case '[': take_citation(); break;
        default: copy(1);
      }
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool begins_line() const { return at_ == 0 || text_[at_ - 1] == '\n'; }
  [[nodiscard]] std::size_t line_end(std::size_t from) const {
    const std::size_t end = text_.find('\n', from);
    return end == std::string_view::npos ? text_.size() : end + 1;
  }
  void copy(std::size_t count) {
    out_ += text_.substr(at_, count);
    at_ = std::min(at_ + count, text_.size());
  }

  // What is said by whole lines: code, and definitions that lead nowhere. Returns whether it was one.
  bool take_line() {
    const std::string_view line = text_.substr(at_, line_end(at_) - at_);
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const bool blank = is_blank(line);
    if (!blank && (indent > kMostIndent || line[indent] == '\t') && code_may_begin_) {
      copy(line.size());
      return true;
    }
    code_may_begin_ = blank;
    if (blank) {
      copy(line.size());
      return true;
    }
    if (indent > kMostIndent) return false;
    if (const std::size_t end = fence_end(line, indent)) {
      copy(end - at_);
      code_may_begin_ = true;
      return true;
    }
    if (!leads_nowhere(line.substr(indent))) return false;
    at_ += line.size();
    return true;
  }

  // Behind the fenced code that begins with this line; 0 where it begins none.
  [[nodiscard]] std::size_t fence_end(std::string_view line, std::size_t indent) const {
    const char mark = line[indent];
    if (mark != '`' && mark != '~') return 0;
    const std::size_t size = std::min(line.find_first_not_of(mark, indent), line.size()) - indent;
    if (size < kLeastFence || (mark == '`' && line.find('`', indent + size) != std::string_view::npos)) return 0;
    for (std::size_t from = at_ + line.size(); from < text_.size(); from = line_end(from)) {
      const std::string_view next = text_.substr(from, line_end(from) - from);
      const std::size_t start = std::min(next.find_first_not_of(' '), next.size());
      const std::size_t end = std::min(next.find_first_not_of(mark, start), next.size());
      if (start <= kMostIndent && end - start >= size && is_blank(next.substr(end))) return from + next.size();
    }
    return text_.size();
  }

  // [//]: # (a note)
  static bool leads_nowhere(std::string_view line) {
    if (!line.starts_with('[')) return false;
    const std::size_t close = line.find("]:");
    if (close == std::string_view::npos || close == 1) return false;
    std::string_view target = line.substr(close + 2);
    target.remove_prefix(std::min(target.find_first_not_of(" \t"), target.size()));
    for (const std::string_view nowhere : {"#", "<#>", "<>"}) {
      if (target.starts_with(nowhere) && (target.size() == nowhere.size() || is_blank(target.substr(nowhere.size(), 1))))
        return true;
    }
    return false;
  }

  // Code in a line: a run of backticks up to the next one as long, in the same paragraph.
  void take_span() {
    const std::size_t size = run_at(at_);
    const std::size_t paragraph = paragraph_end();
    for (std::size_t i = text_.find('`', at_ + size); i < paragraph; i = text_.find('`', i)) {
      const std::size_t other = run_at(i);
      i += other;
      if (other != size) continue;
      copy(i - at_);
      return;
    }
    copy(size);
  }
  // Where the paragraph ends that the place is in: before a blank line, a comment or fenced code.
  [[nodiscard]] std::size_t paragraph_end() const {
    for (std::size_t from = line_end(at_); from < text_.size(); from = line_end(from)) {
      const std::string_view line = text_.substr(from, line_end(from) - from);
      const std::string_view rest = line.substr(std::min(line.find_first_not_of(' '), line.size()));
      if (is_blank(line) || rest.starts_with(kOpen) || rest.starts_with("```") || rest.starts_with("~~~")) return from;
    }
    return text_.size();
  }
  [[nodiscard]] std::size_t run_at(std::size_t i) const { return std::min(text_.find_first_not_of('`', i), text_.size()) - i; }

  // With the blank before it.
  void take_citation() {
    const std::size_t size = citation_size(text_.substr(at_));
    if (size == 0) return copy(1);
    at_ += size;
    if (text_.substr(at_).starts_with(kNote)) at_ += kNote.size();
    if (out_.ends_with(' ')) out_.pop_back();
  }

  void take_angle() {
    if (!text_.substr(at_).starts_with(kOpen)) return copy(1);
    const std::size_t line = out_.empty() ? 0 : out_.find_last_of('\n') + 1;
    const bool first = is_blank(std::string_view(out_).substr(line));
    // <!--> and <!---> are whole.
    const std::size_t close = text_.find(kClose, at_ + 2);
    if (close == std::string_view::npos) {
      if (!first) return copy(kOpen.size());
      out_.resize(line);
      at_ = text_.size();
      return;
    }
    at_ = close + kClose.size();
    const std::size_t end = line_end(at_);
    if (!first || !is_blank(text_.substr(at_, end - at_))) return;
    // It had its lines to itself.
    out_.resize(line);
    at_ = end;
    code_may_begin_ = true;
  }

  std::string_view text_;
  std::string out_;
  std::size_t at_ = 0;
  bool code_may_begin_ = true;  // Behind a blank line, and in such code.
};

}  // namespace

std::string published_text(std::string_view markdown) {
  for (const std::string_view sign : {kOpen, std::string_view("]:"), std::string_view("[ticket:")}) {
    if (markdown.find(sign) != std::string_view::npos) return Stripper(markdown).run();
  }
  return std::string(markdown);
}

std::string cited_note(std::string_view markdown) {
  for (std::size_t at = markdown.find('['); at != std::string_view::npos; at = markdown.find('[', at + 1)) {
    const std::size_t size = citation_size(markdown.substr(at));
    if (size > 0 && markdown.substr(at + size).starts_with(kNote)) return std::string(markdown.substr(at, size + kNote.size()));
  }
  return {};
}

}  // namespace ckm::model
