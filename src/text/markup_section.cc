#include "text/markup_section.hh"

namespace ckm::text {

std::optional<MarkupSection> MarkupSections::at(std::size_t at) {
  constexpr std::size_t kLongestComment = 4096;
  constexpr std::string_view kCdata = "<![CDATA[";
  constexpr std::string_view kCdataEnd = "]]>";
  constexpr std::string_view kComment = "<!--";
  constexpr std::string_view kCommentEnd = "-->";
  const std::string_view from = text_.substr(at);
  if (from.starts_with(kCdata)) {
    const std::size_t begin = at + kCdata.size();
    const std::size_t end = next(kCdataEnd, begin, cdata_end_);
    if (end == std::string_view::npos) return std::nullopt;
    return MarkupSection{text_.substr(begin, end - begin), end + kCdataEnd.size(), false};
  }
  if (from.starts_with(kComment)) {
    const std::size_t begin = at + kComment.size();
    const std::size_t end = next(kCommentEnd, begin, comment_end_);
    if (end == std::string_view::npos || end - at >= kLongestComment) return std::nullopt;
    return MarkupSection{text_.substr(begin, end - begin), end + kCommentEnd.size(), true};
  }
  return std::nullopt;
}

std::size_t MarkupSections::next(std::string_view mark, std::size_t from, std::optional<std::size_t>& known) const {
  if (!known || *known < from) known = text_.find(mark, from);
  return *known;
}

}  // namespace ckm::text
