// A page as libxml2 parses it, for text/html*.cc alone.
#pragma once

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include <memory>
#include <string>
#include <string_view>

namespace ckm::text {

// No tree has more levels: of what lies deeper, but for line breaks and the like, only the text is in it.
constexpr int kDeepestHtml = 256;

using HtmlTree = std::unique_ptr<xmlDoc, void (*)(xmlDocPtr)>;

// Of UTF-8, whatever the page says of its encoding. Null where libxml2 makes nothing of it, or of more than 2 GiB.
HtmlTree parse_html(std::string_view html);

// An element's name; empty for another node without one.
std::string_view name_of(const xmlNode* node);
// An attribute's value; empty where there is none.
std::string attribute(const xmlNode* node, const char* name);
// What an element holds.
std::string markdown_of(const xmlNode* node);

}  // namespace ckm::text
