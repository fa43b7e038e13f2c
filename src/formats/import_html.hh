// The row for web pages: the questions that a page marks (text/html_page.hh), or the page as one document.
#pragma once

#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

bool sniff_html(std::string_view head);
// Without options.kind a page is FAQ where schema.org's marks say so, or where two or more of its <details>, of its terms or else
// of its headings (heading_faq.hh) ask, and most of them do; the sink is told. With kFaq all of these are, whether they ask or
// not; with another kind the page is one record. Each question is known by the file's name, # and its words.
// At most 16 MiB: throws Error{kInput} for more.
void read_html(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
