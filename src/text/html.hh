// HTML, as help desks and mails hold it, to Markdown (CommonMark with the tables and strike-through of GitHub's dialect).
//
// What is kept: paragraphs, headings, lists, quotations, code, tables, rules, line breaks, links, the names of pictures,
// emphasis, and elements that HTML does not have (<name>) as text. What is dropped: scripts, styles, comments, forms, what is
// hidden. A link keeps its address only where that is http, https, mailto or tel; a picture whose data lies in the page itself
// keeps its name. Text that Markdown would take for more than text is escaped, at the least number of places, so that ERR_404
// stays ERR_404. Line ends within a text are blanks, as HTML has it.
#pragma once

#include <string>
#include <string_view>

namespace ckm::text {

// Whether a whole text is HTML, rather than text or Markdown with some tags: it begins with an element, closes one, and no line
// of it begins as Markdown's blocks do. Linear, without parsing.
bool is_html(std::string_view text);

// Any bytes are taken as far as libxml2 can make something of them. Ends without a line break. Of elements nested deeper
// than some 250 levels only the text is kept. Linear.
std::string html_to_markdown(std::string_view html);

}  // namespace ckm::text
