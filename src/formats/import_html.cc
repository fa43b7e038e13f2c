#include "formats/import_html.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "base/utf8.hh"
#include "formats/error_answer.hh"
#include "formats/heading_faq.hh"
#include "formats/text_file.hh"
#include "text/html.hh"
#include "text/html_page.hh"
#include "text/question.hh"

namespace ckm::formats {
namespace {

bool starts_with_name(std::string_view text, std::string_view name) {
  return text.size() >= name.size() && std::ranges::equal(text.substr(0, name.size()), name, [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) == b;
         });
}

// Questions and answers of headings in a page's text.
std::vector<text::PageQuestion> questions_of(const HeadingFaq& faq) {
  std::vector<text::PageQuestion> questions;
  for (const HeadingQuestion& q : faq.questions) questions.push_back({q.question, {}, std::string(q.answer), {}});
  return questions;
}

// Whether they are questions without being marked as such.
bool most_ask(const std::vector<text::PageQuestion>& questions) {
  const auto asking = std::ranges::count_if(questions, [](const auto& q) { return text::is_question(q.question); });
  return asking >= 2 && static_cast<std::size_t>(asking) * 2 > questions.size();
}

Value extra_of(const text::HtmlPage& page, bool with_title) {
  Value extra;
  if (with_title && !page.title.empty()) extra.set("page", page.title);
  if (!page.address.empty()) extra.set("url", page.address);
  return extra;
}

bool give_page(text::HtmlPage&& page, std::string_view html, const ReadOptions& options, Sink& out) {
  if (page.title.empty() && !page.body.empty()) {
    const TitledText titled = take_title(page.body);
    page.title = titled.title;
    page.body = std::string(titled.body);
  }
  if (const std::string error = error_page(page); !error.empty())
    return out.reject({{1, 0},
                       fmt::format("no text but what a site answered in its place: \"{}\"; fetch it again, signed in", error),
                       std::string(html)});
  if (page.title.empty()) return out.reject({{1, 0}, "a page without text", std::string(html)});
  if (options.kind == model::Kind::kTicket) {
    model::Ticket ticket;
    ticket.external_id = file_identifier(options.file);
    ticket.subject = page.title;
    ticket.language = page.language;
    ticket.extra = extra_of(page, false);
    if (!page.body.empty()) {
      ticket.messages.push_back({model::Role::kCustomer, {}, std::nullopt, std::move(page.body), false});
      ticket.messages.back().raw = html;
    }
    return out.ticket(std::move(ticket), {}, {1, 0});
  }
  model::Article article;
  article.kind = options.kind.value_or(model::Kind::kDocument);
  article.external_id = file_identifier(options.file);
  article.title = page.title;
  article.body = std::move(page.body);
  article.language = page.language;
  article.extra = extra_of(page, false);
  article.raw.set("body", html);
  return out.article(std::move(article), {}, {1, 0});
}

void give_questions(text::HtmlPage& page, std::vector<text::PageQuestion>&& questions, const ReadOptions& options, Sink& out) {
  const std::string file = file_identifier(options.file);
  Slugs slugs;
  for (text::PageQuestion& question : questions) {
    model::Article article;
    article.kind = model::Kind::kFaq;
    if (!file.empty()) article.external_id = fmt::format("{}#{}", file, slugs.make(question.question));
    article.title = std::move(question.question);
    article.phrasings = std::move(question.phrasings);
    article.body = std::move(question.answer);
    article.language = page.language;
    article.extra = extra_of(page, true);
    if (!question.html.empty()) article.raw.set("body", std::move(question.html));
    if (!out.article(std::move(article), {}, {1, 0})) return;
  }
}

}  // namespace

bool sniff_html(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  std::string_view text = head;
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const std::string_view end = text.starts_with("<?") ? "?>" : text.starts_with("<!--") ? "-->" : "";
    if (end.empty()) break;
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + end.size());
  }
  return starts_with_name(text, "<!doctype html") || starts_with_name(text, "<html") || text::is_html(text);
}

void read_html(ByteSource& in, const ReadOptions& options, Sink& out) {
  const std::string html = read_one_text(in, options);
  if (auto fault = text_fault(html)) {
    out.reject(std::move(*fault));
    return;
  }
  text::HtmlPage page = text::read_page(html);
  for (const std::string& fault : page.faults) out.note(fmt::format("has JSON-LD that can't be read: {}", utf8::one_line(fault)));
  const bool faq = options.kind == model::Kind::kFaq;
  if (options.kind && !faq) {
    give_page(std::move(page), html, options, out);
    return;
  }
  const bool marked = page.marks == text::PageMarks::kJsonLd || page.marks == text::PageMarks::kMicrodata;
  std::vector<text::PageQuestion> questions = std::move(page.questions);
  if (!marked && (questions.empty() || !(faq || most_ask(questions)))) {
    const HeadingFaq headings = find_heading_faq(page.body);
    std::vector<text::PageQuestion> others = questions_of(headings);
    if ((questions.empty() && faq) || most_ask(others)) {
      if (headings.left_out && !others.empty()) out.note("has text that belongs to no question and is left out");
      questions = std::move(others);
    } else if (!faq) {
      questions.clear();
    }
  }
  if (questions.empty()) {
    give_page(std::move(page), html, options, out);
    return;
  }
  if (!faq) out.note("holds questions and answers, which are taken as FAQ; --kind document makes one document of it");
  give_questions(page, std::move(questions), options, out);
}

}  // namespace ckm::formats
