// A question of a Stack Exchange dump with what belongs to it, as a FAQ or as a ticket.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/article.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// What the identifiers of comments begin with among a ticket's messages.
inline constexpr std::string_view kStackComment = "comment/";

// A row's attributes, in their order.
struct StackRow {
  // Empty where there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> attributes;
};

struct StackThread {
  StackRow question;
  std::vector<StackRow> answers;   // The accepted one first, then by score, for a FAQ; as they come for a ticket.
  std::vector<StackRow> comments;  // Of all of them.
  std::vector<std::string> other_titles;
};

// <a><b>, |a|b| or a b: the forms of several years.
std::vector<std::string> stack_tags(std::string_view text);

// Question and title; the answers as Markdown one below the other, and the question's text below them. The HTML is in raw.
// Validated where the asker accepted the first answer, else not. The thread has at least one answer.
model::Article stack_faq(const StackThread& thread);
// Question, answers and comments are messages, in order of time; who asked is the customer, all others are agents.
model::Ticket stack_ticket(const StackThread& thread);

}  // namespace ckm::formats
