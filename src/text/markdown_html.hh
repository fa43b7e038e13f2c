// Markdown (CommonMark with the tables and strike-through of GitHub's dialect) to HTML in which nothing can run, by libcmark-gfm.
//
// The contract, whatever the bytes: the HTML is well-formed and holds no elements but p, headings, lists, quotations, code,
// tables, rules, line breaks, emphasis, strike-through and links; no attributes but href and title of links, start of lists,
// class of code, align of cells and type, checked and disabled of the boxes of task lists; href is http, https, mailto, tel or a
// path without a scheme. So it loads nothing from anywhere. A link to anywhere else is its text alone.
//
// A picture becomes a link to it, by its description, where it is on the web, else the description alone. HTML in Markdown is
// read as text/html.hh reads it: what it formats stays, what it runs, loads or hides goes; what looks like an element and is none
// that HTML has (<name>) is text.
#pragma once

#include <string>
#include <string_view>

namespace ckm::text {

// `level`: that of the document's highest headings in the page, 1 to 6; deeper ones follow it.
std::string markdown_html(std::string_view markdown, int level);

// Its text alone, on one line.
std::string markdown_text(std::string_view markdown);

// Whether a link's address may stay one.
bool is_safe_address(std::string_view address);

}  // namespace ckm::text
