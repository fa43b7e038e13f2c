#include "text/html_tree.hh"

#include <libxml/SAX2.h>

#include <algorithm>
#include <array>

namespace ckm::text {
namespace {

// An element that begins deeper than this is passed over.
constexpr int kDeepestElement = kDeepestHtml - 8;

// Elements that hold no others. Those that are empty libxml2 ends itself; within the others it looks for their end only.
bool is_leaf(const xmlChar* name) {
  const htmlElemDesc* const known = htmlTagLookup(name);
  constexpr std::array<std::string_view, 2> kRaw = {"script", "style"};
  return (known != nullptr && known->empty != 0) ||
         std::find(kRaw.begin(), kRaw.end(), reinterpret_cast<const char*>(name)) != kRaw.end();
}

// libxml2 has put the element's name on its stack of open ones, where each end tag looks for its start, before it calls this. One
// that is passed over goes from there too: so that stack is never deep, and what follows takes no more time for it. Its end tag
// ends an element around it then.
void start_element(void* context, const xmlChar* name, const xmlChar** attributes) {
  auto* const parser = static_cast<htmlParserCtxtPtr>(context);
  if (parser->nodeNr < kDeepestElement || is_leaf(name)) {
    xmlSAX2StartElement(context, name, attributes);
    return;
  }
  if (parser->nameNr < 2) return;
  --parser->nameNr;
  parser->name = parser->nameTab[parser->nameNr - 1];
}

}  // namespace

std::string_view name_of(const xmlNode* node) {
  return node->name == nullptr ? std::string_view() : reinterpret_cast<const char*>(node->name);
}

std::string attribute(const xmlNode* node, const char* name) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(
      xmlGetProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>(name)), [](void* p) { xmlFree(p); });
  return value == nullptr ? std::string() : reinterpret_cast<const char*>(value.get());
}

HtmlTree parse_html(std::string_view html) {
  constexpr int kOptions = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  HtmlTree tree(nullptr, xmlFreeDoc);
  if (html.empty() || html.size() > static_cast<std::size_t>(INT32_MAX)) return tree;
  const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxtPtr)> parser(htmlNewParserCtxt(), htmlFreeParserCtxt);
  if (parser == nullptr) return tree;
  parser->sax->startElement = start_element;
  parser->options |= XML_PARSE_HUGE;  // Else libxml2 drops what a text has beyond 10 MB.
  tree.reset(htmlCtxtReadMemory(parser.get(), html.data(), static_cast<int>(html.size()), nullptr, "UTF-8", kOptions));
  return tree;
}

}  // namespace ckm::text
