#include "model/asked.hh"

namespace ckm::model {
namespace {

void append_line(std::string& text, std::string_view part) {
  if (part.empty()) return;
  if (!text.empty()) text += '\n';
  text += part;
}

}  // namespace

std::string asked(std::string_view title, const std::vector<std::string>& others) {
  std::string text(title);
  for (const std::string& other : others) append_line(text, other);
  return text;
}

std::string asked(const Ticket& ticket) {
  std::string text = ticket.subject;
  for (const Message& message : ticket.messages) {
    if (message.role == Role::kCustomer && !message.internal) append_line(text, message.body);
  }
  return text;
}

std::string asked(const Article& article) {
  if (article.kind == Kind::kFaq) return asked(article.title, article.phrasings);
  std::string text = article.title;
  if (article.kind == Kind::kCase) append_line(text, article.story.situation);
  return text;
}

}  // namespace ckm::model
