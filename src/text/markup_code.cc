#include "text/markup_code.hh"

namespace ckm::text {

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

// Whether at most three blanks stand before it on its line.
bool MarkupCode::begins_line(std::size_t at) const {
  std::size_t blanks = 0;
  while (at > 0 && blanks < 4 && text_[at - 1] == ' ') --at, ++blanks;
  return blanks < 4 && (at == 0 || text_[at - 1] == '\n');
}

}  // namespace ckm::text
