// The headings of a Markdown document (CommonMark), by libcmark-gfm, which is included in markdown_headings.cc alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text {

struct MarkdownHeading {
  int level = 1;  // 1 to 6.
  std::string text;
  std::size_t begin = 0;  // Its lines in the document, in bytes, line ends included.
  std::size_t end = 0;
};

// Those of the document itself, not of quotations and lists in it. Linear.
std::vector<MarkdownHeading> markdown_headings(std::string_view markdown);

}  // namespace ckm::text
