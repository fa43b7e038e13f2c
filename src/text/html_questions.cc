#include "text/html_questions.hh"

#include <libxml/HTMLtree.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "base/error.hh"
#include "base/json.hh"
#include "base/utf8.hh"
#include "text/html.hh"
#include "text/html_tree.hh"
#include "text/question.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kFewest = 2;  // Of what may as well be something else.

// Blanks of any kind become one.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : utf8::one_line(text)) {
    if (c != ' ') out.push_back(c);
    else if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string all_text(const xmlNode* node) {
  const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(node), [](void* p) { xmlFree(p); });
  return text == nullptr ? std::string() : reinterpret_cast<const char*>(text.get());
}

std::string html_of(const xmlNode* node) {
  const std::unique_ptr<xmlBuffer, void (*)(xmlBufferPtr)> buffer(xmlBufferCreate(), xmlBufferFree);
  if (buffer == nullptr) return {};
  htmlNodeDump(buffer.get(), node->doc, const_cast<xmlNode*>(node));
  return reinterpret_cast<const char*>(xmlBufferContent(buffer.get()));
}

// Calls visit(element) for each one within until it says not to go into it.
template <typename Visit>
void each_element(const xmlNode* node, const Visit& visit, int depth = 0) {
  if (depth > kDeepestHtml) return;
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && visit(child)) each_element(child, visit, depth + 1);
  }
}

// Whether a list of words between blanks has one of them.
bool has_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(" \t\r\n"), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

void add(PageQuestion&& question, std::vector<PageQuestion>& into) {
  if (!question.question.empty() && question.answer.find_first_not_of(" \t\r\n") != std::string::npos)
    into.push_back(std::move(question));
}

// --- JSON-LD

bool is_type(const Value& object, std::string_view name) {
  const auto is = [&](const Value& type) {
    const std::string* const text = type.string();
    if (text == nullptr || !text->ends_with(name)) return false;
    return text->size() == name.size() || (*text)[text->size() - name.size() - 1] == '/';
  };
  const Value* const type = object.find("@type");
  if (type == nullptr) return false;
  if (type->array() == nullptr) return is(*type);
  for (const Value& one : *type->array()) {
    if (is(one)) return true;
  }
  return false;
}

// Texts there are HTML or plain.
std::string markdown_of_text(const std::string& text) {
  const bool html = text.find('<') != std::string::npos || text.find('&') != std::string::npos;
  return html ? html_to_markdown(text) : text;
}

const std::string* text_member(const Value& object, std::string_view name) {
  const Value* const member = object.object() == nullptr ? nullptr : object.find(name);
  return member == nullptr ? nullptr : member->string();
}

// The text of an answer, or of the first of several.
const std::string* answer_of(const Value& question) {
  for (const std::string_view name : {"acceptedAnswer", "suggestedAnswer"}) {
    const Value* answer = question.find(name);
    if (answer != nullptr && answer->array() != nullptr) answer = answer->array()->empty() ? nullptr : &answer->array()->front();
    if (answer == nullptr) continue;
    if (answer->string() != nullptr) return answer->string();
    if (const std::string* text = text_member(*answer, "text")) return text;
  }
  return nullptr;
}

void find_in_json(const Value& value, std::vector<PageQuestion>& into) {
  if (value.array() != nullptr) {
    for (const Value& element : *value.array()) find_in_json(element, into);
    return;
  }
  if (value.object() == nullptr) return;
  if (is_type(value, "Question")) {
    const std::string* name = text_member(value, "name");
    if (name == nullptr) name = text_member(value, "text");
    const std::string* const answer = answer_of(value);
    if (name == nullptr || answer == nullptr) return;
    std::string markdown = markdown_of_text(*answer);
    std::string came = markdown == *answer ? std::string() : *answer;
    add({on_one_line(markdown_of_text(*name)), {}, std::move(markdown), std::move(came)}, into);
    return;
  }
  for (const auto& [member, inner] : *value.object()) find_in_json(inner, into);
}

void find_json(const xmlNode* root, std::vector<PageQuestion>& into, std::vector<std::string>& faults) {
  each_element(root, [&](const xmlNode* node) {
    if (name_of(node) != "script") return true;
    if (!attribute(node, "type").starts_with("application/ld+json")) return false;
    const std::string text = all_text(node);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return false;
    try {
      find_in_json(json::parse(text, "JSON-LD"), into);
    } catch (const Error& e) {
      faults.emplace_back(e.what());
    }
    return false;
  });
}

// --- Microdata

// The first element within that has a property, not looking into other items.
const xmlNode* property_of(const xmlNode* item, std::string_view name) {
  const xmlNode* found = nullptr;
  each_element(item, [&](const xmlNode* node) {
    if (found != nullptr) return false;
    if (has_word(attribute(node, "itemprop"), name)) {
      found = node;
      return false;
    }
    return xmlHasProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>("itemscope")) == nullptr;
  });
  return found;
}

void find_microdata(const xmlNode* root, std::vector<PageQuestion>& into) {
  each_element(root, [&](const xmlNode* node) {
    const std::string type = attribute(node, "itemtype");
    if (!has_word(type, "https://schema.org/Question") && !has_word(type, "http://schema.org/Question")) return true;
    const xmlNode* const name = property_of(node, "name");
    const xmlNode* answer = property_of(node, "acceptedAnswer");
    if (answer == nullptr) answer = property_of(node, "suggestedAnswer");
    if (name == nullptr || answer == nullptr) return false;
    if (const xmlNode* const text = property_of(answer, "text")) answer = text;
    std::string question = plain_text_of(name);
    if (question.empty()) question = on_one_line(attribute(name, "content"));
    add({std::move(question), {}, markdown_of(answer), html_of(answer)}, into);
    return false;
  });
}

// --- <details> and <dl>

const xmlNode* child_of(const xmlNode* node, std::string_view name) {
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE && name_of(child) == name) return child;
  }
  return nullptr;
}

// Of details in details, chapters hold the questions.
bool holds_details(const xmlNode* node) {
  bool found = false;
  each_element(node, [&](const xmlNode* inner) {
    found |= name_of(inner) == "details";
    return !found;
  });
  return found;
}

using Copy = std::unique_ptr<xmlNode, void (*)(xmlNodePtr)>;

// A copy of an element without those of its children that are something else.
template <typename Other>
Copy copy_without(const xmlNode* node, const Other& other) {
  Copy copy(xmlDocCopyNode(const_cast<xmlNode*>(node), node->doc, 1), xmlFreeNode);
  xmlNode* next = nullptr;
  for (xmlNode* child = copy == nullptr ? nullptr : copy->children; child != nullptr; child = next) {
    next = child->next;
    if (child->type != XML_ELEMENT_NODE || !other(child)) continue;
    xmlUnlinkNode(child);
    xmlFreeNode(child);
  }
  return copy;
}

PageQuestion question_of_details(const xmlNode* node, const xmlNode* summary) {
  const Copy copy = copy_without(node, [](const xmlNode* child) { return name_of(child) == "summary"; });
  PageQuestion question{plain_text_of(summary), {}, {}, {}};
  if (copy == nullptr) return question;
  question.answer = markdown_of(copy.get());
  question.html = html_of(copy.get());
  return question;
}

void find_details(const xmlNode* root, std::vector<PageQuestion>& into) {
  each_element(root, [&](const xmlNode* node) {
    if (name_of(node) != "details") return true;
    const xmlNode* const summary = child_of(node, "summary");
    if (summary == nullptr) return true;
    if (!is_question(plain_text_of(summary)) && holds_details(node)) return true;
    add(question_of_details(node, summary), into);
    return false;
  });
}

bool is_term(const xmlNode* node) { return name_of(node) == "dt" || name_of(node) == "dd"; }

// Terms and what is said of them, which may stand in <div>. One that is not closed has the next one in it.
void read_terms(const xmlNode* list, PageQuestion& open, std::vector<PageQuestion>& into, int depth = 0) {
  if (depth > kDeepestHtml) return;
  for (const xmlNode* child = list->children; child != nullptr; child = child->next) {
    if (child->type != XML_ELEMENT_NODE) continue;
    if (name_of(child) == "div" && child_of(child, "dt") != nullptr) read_terms(child, open, into, depth + 1);
    if (!is_term(child)) continue;
    const Copy own = copy_without(child, [](const xmlNode* inner) {
      return is_term(inner) || (name_of(inner) == "div" && child_of(inner, "dt") != nullptr);
    });
    if (own == nullptr) continue;
    if (name_of(child) == "dt") {
      if (!open.answer.empty()) add(std::exchange(open, {}), into);
      std::string term = plain_text_of(own.get());
      if (open.question.empty()) open.question = std::move(term);
      else if (!term.empty()) open.phrasings.push_back(std::move(term));
    } else {
      const std::string text = markdown_of(own.get());
      if (!text.empty()) open.answer.append(open.answer.empty() ? "" : "\n\n").append(text);
      open.html += html_of(own.get());
    }
    read_terms(child, open, into, depth + 1);
  }
}

void find_terms(const xmlNode* root, std::vector<PageQuestion>& into) {
  each_element(root, [&](const xmlNode* node) {
    if (name_of(node) != "dl") return true;
    PageQuestion open;
    read_terms(node, open, into);
    add(std::move(open), into);
    return false;
  });
}

}  // namespace

std::string plain_text_of(const xmlNode* node) { return on_one_line(all_text(node)); }

PageMarks find_questions(const xmlNode* root, std::vector<PageQuestion>& into, std::vector<std::string>& faults) {
  find_json(root, into, faults);
  if (!into.empty()) return PageMarks::kJsonLd;
  find_microdata(root, into);
  if (!into.empty()) return PageMarks::kMicrodata;
  find_details(root, into);
  const PageMarks marks = into.size() >= kFewest ? PageMarks::kDetails : PageMarks::kTerms;
  std::vector<PageQuestion> terms;
  find_terms(root, terms);
  // Beside others, terms that don't ask are a list of something else.
  if (!into.empty()) std::erase_if(terms, [](const PageQuestion& term) { return !is_question(term.question); });
  std::ranges::move(terms, std::back_inserter(into));
  if (into.size() >= kFewest) return marks;
  into.clear();
  return PageMarks::kNone;
}

}  // namespace ckm::text
