#include <array>

#include "base/utf8.hh"
#include "formats/exporters.hh"
#include "formats/markdown.hh"

namespace ckm::formats {
namespace {

using model::Article;
using model::Message;
using model::Role;
using model::Ticket;

// A line such as `faq:12 · billing/refund · tags: vip, late`.
class MetaLine {
 public:
  explicit MetaLine(std::string_view ref) : line_(markdown_line(ref)) {}
  void add(std::string_view label, std::string_view text) {
    if (text.empty()) return;
    line_ += " · ";
    if (!label.empty()) line_.append(label).append(": ");
    line_ += markdown_line(text);
  }
  void add(std::string_view label, const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all.append(all.empty() ? "" : ", ").append(text);
    add(label, all);
  }
  [[nodiscard]] const std::string& text() const { return line_; }

 private:
  std::string line_;
};

std::string first_text(std::string_view text, std::string_view otherwise) {
  return markdown_line(text.empty() ? otherwise : text);
}

class MarkdownExporter final : public Exporter {
 public:
  explicit MarkdownExporter(Write write) : write_(std::move(write)) {}

  void ticket(const Identity& identity, const Ticket& ticket) override {
    begin(first_text(ticket.subject, identity.ref));
    MetaLine meta(identity.ref);
    for (const std::string* text : {&ticket.status, &ticket.priority, &identity.category, &ticket.queue, &ticket.product})
      meta.add({}, *text);
    if (ticket.created_at) meta.add({}, format_day(*ticket.created_at));
    meta.add("tags", ticket.tags);
    paragraph(meta.text());
    for (const Message& message : ticket.messages) say(ticket, message);
    flush();
  }

  void article(const Identity& identity, const Article& article) override {
    begin(first_text(article.title, identity.ref));
    MetaLine meta(identity.ref);
    for (const std::string* text :
         {&identity.category, &article.product, &article.phase, &article.language, &article.confidence, &article.audience}) {
      meta.add({}, *text);
    }
    meta.add("tags", article.tags);
    paragraph(meta.text());
    if (!article.phrasings.empty()) {
      out_ += '\n';
      for (const std::string& phrasing : article.phrasings) out_.append("- ").append(markdown_line(phrasing)).push_back('\n');
    }
    part(article.body);
    if (article.kind == model::Kind::kCase) tell(article.story);
    flush();
  }

  void finish() override {}

 private:
  void begin(std::string_view heading) {
    out_.clear();
    if (any_) out_.push_back('\n');
    any_ = true;
    out_.append("## ").append(heading).push_back('\n');
  }
  void flush() {
    write_(utf8::printable(out_));
    out_.clear();
  }
  void paragraph(std::string_view line) { out_.append("\n").append(line).push_back('\n'); }
  void part(std::string_view text) {
    if (!text.empty()) out_.append("\n").append(markdown_part(text));
  }
  void chapter(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    paragraph(std::string("### ").append(name));
    part(text);
  }

  void say(const Ticket& ticket, const Message& message) {
    const model::Party& party = message.role == Role::kCustomer ? ticket.requester : ticket.assignee;
    std::string who = message.author;
    if (who.empty() && message.role != Role::kSystem) who = party.name.empty() ? party.email : party.name;
    std::string line = std::string("**").append(model::role_name(message.role)).append("**");
    if (!who.empty()) line.append(" ").append(markdown_line(who));
    if (message.at) line.append(" · ").append(format_time(*message.at));
    if (message.internal) line += " · internal";
    paragraph(line);
    out_.append("\n").append(markdown_quote(message.body));
  }

  void tell(const model::CaseStory& story) {
    chapter("Situation", story.situation);
    chapter("Cause", story.cause);
    if (!story.attempts.empty()) {
      paragraph("### Methods tried");
      out_ += '\n';
      for (const model::Attempt& attempt : story.attempts) {
        MetaLine line(attempt.method);
        if (attempt.at) line.add({}, format_day(*attempt.at));
        line.add({}, attempt.who);
        line.add("why", attempt.why);
        line.add("outcome", attempt.outcome);
        out_.append("1. ").append(line.text()).push_back('\n');
      }
    }
    chapter("Result", story.result);
    chapter("Customer's reaction", story.reaction);
    chapter("Reflection", story.reflection);
    chapter("Next time", story.next_time);
  }

  Write write_;
  std::string out_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<Exporter> make_markdown_exporter(Write write, const ExportOptions&) {
  return std::make_unique<MarkdownExporter>(std::move(write));
}

}  // namespace ckm::formats
