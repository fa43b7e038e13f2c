#include "formats/stack_thread.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "formats/date.hh"
#include "formats/markdown.hh"
#include "formats/record.hh"
#include "model/ticket_part.hh"
#include "text/html.hh"

namespace ckm::formats {
namespace {

using model::Message;
using model::Role;

std::optional<Time> time_of(const StackRow& row, std::string_view name) {
  const auto date = read_date(row.get(name));
  return date ? std::optional(date->time) : std::nullopt;
}

Value value_of(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool plain = error == std::errc() && end == text.data() + text.size() && std::to_string(number) == text;
  return plain ? Value(number) : Value(text);
}

// What no field takes.
Value extra_of(const StackRow& row, std::span<const std::string_view> taken) {
  Value extra;
  for (const auto& [name, value] : row.attributes) {
    if (std::ranges::find(taken, name) == taken.end() && !value.empty()) extra.set(name, value_of(value));
  }
  return extra;
}

std::string markdown_of(std::string_view html) { return text::html_to_markdown(html); }

std::string author_of(const StackRow& row, std::string_view name, std::string_view id) {
  if (const std::string_view shown = trimmed(row.get(name)); !shown.empty()) return std::string(shown);
  const std::string_view number = row.get(id);
  return number.empty() ? std::string() : fmt::format("user {}", number);
}

// Whether who wrote the row is who asked.
bool is_asker(const StackRow& question, std::string_view name, std::string_view id) {
  if (const std::string_view asker = question.get("OwnerUserId"); !asker.empty()) return asker == id;
  const std::string_view asker = trimmed(question.get("OwnerDisplayName"));
  return !asker.empty() && id.empty() && asker == trimmed(name);
}

Message message_of(const StackRow& question, const StackRow& post) {
  constexpr std::array<std::string_view, 8> kTaken = {"Id",   "PostTypeId", "ParentId",    "CreationDate",
                                                      "Body", "Title",      "OwnerUserId", "OwnerDisplayName"};
  const bool asks = is_asker(question, post.get("OwnerDisplayName"), post.get("OwnerUserId"));
  Message message{asks ? Role::kCustomer : Role::kAgent, author_of(post, "OwnerDisplayName", "OwnerUserId"),
                  time_of(post, "CreationDate"), markdown_of(post.get("Body")), false};
  if (message.body != post.get("Body")) message.raw = post.get("Body");
  message.external_id = post.get("Id");
  message.extra = extra_of(post, kTaken);
  return message;
}

Message comment_of(const StackRow& question, const StackRow& comment) {
  constexpr std::array<std::string_view, 5> kTaken = {"Id", "Text", "CreationDate", "UserId", "UserDisplayName"};
  const bool asks = is_asker(question, comment.get("UserDisplayName"), comment.get("UserId"));
  Message message{asks ? Role::kCustomer : Role::kAgent, author_of(comment, "UserDisplayName", "UserId"),
                  time_of(comment, "CreationDate"), std::string(trimmed(comment.get("Text"))), false};
  message.external_id = fmt::format("{}{}", kStackComment, comment.get("Id"));
  message.extra = extra_of(comment, kTaken);
  return message;
}

}  // namespace

std::string_view StackRow::get(std::string_view name) const {
  const auto found = std::ranges::find(attributes, name, &std::pair<std::string, std::string>::first);
  return found == attributes.end() ? std::string_view() : found->second;
}

std::vector<std::string> stack_tags(std::string_view text) {
  std::vector<std::string> tags;
  const std::string_view between = text.find_first_of("<|") == std::string_view::npos ? " " : "<>|";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(between), text.size());
    const std::string_view tag = trimmed(text.substr(0, end));
    if (!tag.empty()) tags.emplace_back(tag);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tags;
}

model::Article stack_faq(const StackThread& thread) {
  constexpr std::array<std::string_view, 7> kTaken = {"Id",   "PostTypeId",   "Title",           "Body",
                                                      "Tags", "CreationDate", "LastActivityDate"};
  const StackRow& question = thread.question;
  model::Article article;
  article.external_id = question.get("Id");
  article.title = trimmed(question.get("Title"));
  article.tags = stack_tags(question.get("Tags"));
  article.phrasings = thread.other_titles;
  article.created_at = time_of(question, "CreationDate");
  article.updated_at = time_of(question, "LastActivityDate");
  article.extra = extra_of(question, kTaken);
  const bool accepted = thread.answers.front().get("Id") == question.get("AcceptedAnswerId");
  article.confidence = accepted ? "validated" : "not-validated";
  std::string html;
  Value scores;
  for (const StackRow& answer : thread.answers) {
    const std::string_view body = answer.get("Body");
    if (!article.body.empty()) {
      article.body += fmt::format("\n\n---\n\n**Another answer** (score {})\n\n", answer.get("Score"));
      html += fmt::format("<hr>\n<p><b>Another answer</b> (score {})</p>\n", answer.get("Score"));
    }
    article.body += markdown_of(body);
    html += body;
    scores.push(
        Value::Object{{"Id", value_of(std::string(answer.get("Id")))}, {"Score", value_of(std::string(answer.get("Score")))}});
  }
  if (const std::string_view body = question.get("Body"); !trimmed(body).empty()) {
    std::string quoted = markdown_quote(markdown_of(body));
    if (quoted.ends_with('\n')) quoted.pop_back();
    article.body += fmt::format("\n\n---\n\n**The question in full**\n\n{}", quoted);
    html += fmt::format("<hr>\n<p><b>The question in full</b></p>\n<blockquote>{}</blockquote>", body);
  }
  article.extra.set("Answers", std::move(scores));
  article.raw.set("body", std::move(html));
  return article;
}

model::Ticket stack_ticket(const StackThread& thread) {
  constexpr std::array<std::string_view, 9> kTaken = {
      "Id", "PostTypeId", "Title", "Body", "Tags", "CreationDate", "LastActivityDate", "OwnerUserId", "OwnerDisplayName"};
  const StackRow& question = thread.question;
  const std::string_view accepted = question.get("AcceptedAnswerId");
  model::Ticket ticket;
  ticket.external_id = question.get("Id");
  ticket.subject = trimmed(question.get("Title"));
  ticket.status = !question.get("ClosedDate").empty() ? "closed" : accepted.empty() ? "open" : "solved";
  ticket.requester.name = trimmed(question.get("OwnerDisplayName"));
  ticket.requester.external_id = question.get("OwnerUserId");
  ticket.created_at = time_of(question, "CreationDate");
  ticket.updated_at = time_of(question, "LastActivityDate");
  ticket.resolved_at = time_of(question, "ClosedDate");
  ticket.tags = stack_tags(question.get("Tags"));
  ticket.extra = extra_of(question, kTaken);
  Message asked = message_of(question, question);
  asked.role = Role::kCustomer;
  asked.extra = {};  // The ticket has it.
  ticket.messages.push_back(std::move(asked));
  for (const StackRow& answer : thread.answers) {
    Message message = message_of(question, answer);
    if (message.external_id == accepted) {
      message.extra.set("accepted", true);
      if (!ticket.resolved_at) ticket.resolved_at = message.at;
    }
    ticket.messages.push_back(std::move(message));
  }
  for (const StackRow& comment : thread.comments) ticket.messages.push_back(comment_of(question, comment));
  std::erase_if(ticket.messages, [](const Message& message) { return message.body.empty(); });
  model::sort_messages(ticket.messages);
  return ticket;
}

}  // namespace ckm::formats
