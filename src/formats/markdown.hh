// Text put into Markdown (CommonMark) so that it can't change what stands around it.
#pragma once

#include <string>
#include <string_view>

namespace ckm::formats {

// On one line, with what Markdown gives a meaning escaped.
std::string markdown_line(std::string_view text);
// Markdown from elsewhere as a part of a document: its headings are lowered by two levels. What could reach past its end
// (a fence that is not closed, a comment or script in HTML) makes all of it a block quote, whose end ends everything.
// Ends with a line break unless empty.
std::string markdown_part(std::string_view text);
// Each line behind a mark of quotation.
std::string markdown_quote(std::string_view text);

}  // namespace ckm::formats
