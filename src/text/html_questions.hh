// The questions that a page marks as such, for text/html_page.cc alone.
#pragma once

#include <libxml/tree.h>

#include <string>
#include <vector>

#include "text/html_page.hh"

namespace ckm::text {

// An element's text on one line.
std::string plain_text_of(const xmlNode* node);

// Appends what HtmlPage says of them, and what is wrong with JSON-LD.
PageMarks find_questions(const xmlNode* root, std::vector<PageQuestion>& into, std::vector<std::string>& faults);

}  // namespace ckm::text
