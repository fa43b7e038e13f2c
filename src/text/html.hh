// HTML, as help desks and mails hold it, to Markdown (CommonMark with the tables and strike-through of GitHub's dialect).
//
// What is kept: paragraphs, headings, lists, quotations, code, tables, rules, line breaks, links, the names of pictures,
// emphasis. What is dropped: scripts, styles, comments, forms, what is hidden. A link keeps its address only where that is http,
// https, mailto or tel; a picture whose data lies in the page itself keeps its name. Text that Markdown would take for more than
// text is escaped, at the least number of places, so that ERR_404 stays ERR_404. Line ends within a text are blanks, as HTML has
// it.
#pragma once

#include <string>
#include <string_view>

namespace ckm::text {

// Whether a text is HTML rather than text with a stray tag: it begins with an element or has one that forms blocks, and as
// many tags as such a thing has. Linear, without parsing.
bool is_html(std::string_view text);

// Any bytes are taken as far as libxml2 can make something of them. Ends without a line break. Elements nested deeper than a
// few hundred levels are left out.
std::string html_to_markdown(std::string_view html);

}  // namespace ckm::text
