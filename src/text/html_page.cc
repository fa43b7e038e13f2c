#include "text/html_page.hh"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <utility>

#include "base/utf8.hh"
#include "text/html.hh"
#include "text/html_questions.hh"
#include "text/html_tree.hh"

namespace ckm::text {
namespace {

struct Found {
  const xmlNode* title = nullptr;
  const xmlNode* main = nullptr;
  const xmlNode* body = nullptr;
  std::vector<const xmlNode*> articles;
  std::vector<xmlNode*> headings;    // <h1>.
  std::vector<xmlNode*> navigation;  // And what else stands around the text.
};

void look(xmlNode* node, HtmlPage& page, Found& found, int depth) {
  constexpr std::array<std::string_view, 3> kAround = {"nav", "aside", "footer"};
  if (depth > kDeepestHtml) return;
  for (xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type != XML_ELEMENT_NODE) continue;
    const std::string_view name = name_of(child);
    if (name == "html" && page.language.empty()) page.language = attribute(child, "lang");
    if (name == "link" && attribute(child, "rel") == "canonical") page.address = attribute(child, "href");
    if (name == "input" && attribute(child, "type") == "password") page.asks_password = true;
    if (name == "title" && found.title == nullptr) found.title = child;
    if (found.main == nullptr && (name == "main" || attribute(child, "role") == "main")) found.main = child;
    if (name == "body" && found.body == nullptr) found.body = child;
    if (name == "article") found.articles.push_back(child);
    if (name == "h1") found.headings.push_back(child);
    if (std::ranges::find(kAround, name) != kAround.end() || attribute(child, "role") == "navigation") {
      found.navigation.push_back(child);
      continue;
    }
    if (name != "svg") look(child, page, found, depth + 1);
  }
}

// Parts of a tree that are taken out of it. They live as long as this: one may lie in another, be both heading and navigation, or
// hold the text after all.
class Dropped {
 public:
  explicit Dropped(xmlDoc* tree)
      : parts_(xmlNewDocNode(tree, nullptr, reinterpret_cast<const xmlChar*>("dropped"), nullptr), xmlFreeNode) {
    if (parts_ == nullptr) throw std::bad_alloc();
  }
  void take(xmlNode* node) {
    xmlUnlinkNode(node);
    xmlAddChild(parts_.get(), node);
  }

 private:
  std::unique_ptr<xmlNode, void (*)(xmlNode*)> parts_;
};

}  // namespace

HtmlPage read_page(std::string_view html) {
  HtmlPage page;
  const HtmlTree tree = parse_html(html);
  xmlNode* const root = tree == nullptr ? nullptr : xmlDocGetRootElement(tree.get());
  if (root == nullptr) return page;
  page.marks = find_questions(root, page.questions, page.faults);
  Found found;
  if (name_of(root) == "html") page.language = attribute(root, "lang");
  look(root, page, found, 0);
  if (found.title != nullptr) page.title = plain_text_of(found.title);
  xmlNode* heading = found.headings.size() == 1 ? found.headings.front() : nullptr;
  const std::string only = heading == nullptr ? std::string() : plain_text_of(heading);
  if (!only.empty() && (page.title.empty() || page.title.find(only) != std::string::npos)) page.title = only;
  else if (page.title.empty() && !found.headings.empty()) page.title = plain_text_of(heading = found.headings.front());
  Dropped dropped(tree.get());
  if (heading != nullptr && page.title == plain_text_of(heading)) dropped.take(heading);
  for (xmlNode* const around : found.navigation) dropped.take(around);
  const xmlNode* const text = found.main != nullptr        ? found.main
                              : found.articles.size() == 1 ? found.articles.front()
                              : found.body != nullptr      ? found.body
                                                           : root;
  page.body = markdown_of(text);
  return page;
}

}  // namespace ckm::text
