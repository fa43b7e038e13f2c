#include "model/draft.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/utf8.hh"
#include "model/ref.hh"
#include "model/resolution.hh"

namespace ckm::model {
namespace {

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kWorked = "worked";
constexpr std::size_t kLongestTitle = 120;  // Columns.
// What sources say of a case under these names, beside the fields of a ticket.
constexpr std::array<std::string_view, 3> kContextOfSources = {"version", "tier", "mood"};
constexpr std::array<std::pair<std::string_view, std::string Ticket::*>, 3> kContext = {
    {{"channel", &Ticket::channel}, {"type", &Ticket::type}, {"priority", &Ticket::priority}}};

// A text without blank lines around it; those within, and the blanks before its first word, stay.
std::string_view bare(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  const std::size_t line = text.rfind('\n', first);
  const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
  return text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

// A message with something to say.
struct Said {
  std::size_t number = 0;
  const Message* message = nullptr;
  std::string text;
  [[nodiscard]] bool by_agent() const { return message->role == Role::kAgent; }
};

std::vector<Said> said_in(const Ticket& ticket, Draft* draft = nullptr) {
  std::vector<Said> all;
  for (std::size_t i = 0; i < ticket.messages.size(); ++i) {
    const Message& message = ticket.messages[i];
    const bool automatic = message.role == Role::kSystem;
    Said said{i + 1, &message, automatic ? std::string() : std::string(bare(text_of(message)))};
    if (!said.text.empty()) all.push_back(std::move(said));
    else if (draft != nullptr) ++(automatic ? draft->automatic : draft->empty);
  }
  return all;
}

std::string citation(const DraftSource& source, const Said& said) {
  return fmt::format("[{}]{}", format_message_ref(source.ref, said.number), said.message->internal ? " (internal)" : "");
}

// On the line of a text that is one, else below it.
std::string cited(std::string_view text, std::string_view citation) {
  return fmt::format("{}{}{}", text, text.find('\n') == std::string_view::npos ? ' ' : '\n', citation);
}

void append(std::string& text, std::string_view part) {
  if (!text.empty()) text += "\n\n";
  text += part;
}

std::optional<std::size_t> last_answer(const std::vector<Said>& all) {
  const auto found =
      std::ranges::find_if(all.rbegin(), all.rend(), [](const Said& said) { return said.by_agent() && !said.message->internal; });
  return found == all.rend() ? std::nullopt : std::optional(static_cast<std::size_t>(all.rend() - found) - 1);
}

std::optional<std::size_t> last_by_agent(const std::vector<Said>& all) {
  const auto found = std::ranges::find_if(all.rbegin(), all.rend(), &Said::by_agent);
  return found == all.rend() ? std::nullopt : std::optional(static_cast<std::size_t>(all.rend() - found) - 1);
}

std::string line_of(std::string_view text) { return std::string(bare(utf8::one_line(text.substr(0, text.find('\n'))))); }

std::string subject_of(const Ticket& ticket) { return std::string(bare(utf8::one_line(ticket.subject))); }

// The first subject; else the first line of a message, the customer's before an agent's; else the first reference.
std::string title_of(std::span<const DraftSource> sources) {
  for (const DraftSource& source : sources) {
    if (std::string subject = subject_of(source.ticket); !subject.empty()) return subject;
  }
  for (const bool by_agent : {false, true}) {
    for (const DraftSource& source : sources) {
      for (const Said& said : said_in(source.ticket)) {
        if (said.by_agent() == by_agent) return utf8::fit(line_of(said.text), kLongestTitle);
      }
    }
  }
  return sources.empty() ? std::string() : sources.front().ref;
}

// What `of` says of all tickets alike; empty where two differ.
template <typename Of>
std::string shared(std::span<const DraftSource> sources, const Of& of) {
  std::string value;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    std::string mine = of(sources[i].ticket);
    if (i > 0 && mine != value) return {};
    value = std::move(mine);
  }
  return value;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, small, small);
}

// A plain value that its source has under that name.
std::string said_by_source(const Ticket& ticket, std::string_view name) {
  if (ticket.extra.object() == nullptr) return {};
  for (const auto& [member, value] : *ticket.extra.object()) {
    if (!same_name(member, name) || value.is_null() || value.array() != nullptr || value.object() != nullptr) continue;
    return std::string(bare(utf8::one_line(value.to_text())));
  }
  return {};
}

Article begin_article(Kind kind, std::span<const DraftSource> sources) {
  Article article;
  article.kind = kind;
  article.confidence = "wip";
  article.title = title_of(sources);
  article.category = shared(sources, [](const Ticket& ticket) { return ticket.category; });
  article.product = shared(sources, [](const Ticket& ticket) { return ticket.product; });
  article.language = shared(sources, [](const Ticket& ticket) { return ticket.language; });
  if (sources.empty()) return article;
  for (const std::string& tag : sources.front().ticket.tags) {
    const bool everywhere = std::ranges::all_of(sources, [&](const DraftSource& source) {
      return std::ranges::find(source.ticket.tags, tag) != source.ticket.tags.end();
    });
    const bool again = std::ranges::find(article.tags, tag) != article.tags.end();
    if (everywhere && !again) article.tags.push_back(tag);
  }
  return article;
}

void add_context(CaseStory& story, std::span<const DraftSource> sources) {
  const auto add = [&](std::string_view name, std::string value) {
    if (!value.empty()) story.context.emplace_back(name, std::move(value));
  };
  for (const auto& [name, field] : kContext) {
    add(name, shared(sources, [field = field](const Ticket& ticket) { return ticket.*field; }));
  }
  for (const std::string_view name : kContextOfSources) {
    add(name, shared(sources, [name](const Ticket& ticket) { return said_by_source(ticket, name); }));
  }
}

std::string who_of(const Ticket& ticket, const Message& message) {
  if (!message.author.empty()) return message.author;
  return ticket.assignee.name.empty() ? name_of(ticket.assignee) : ticket.assignee.name;
}

void tell(const DraftSource& source, Draft& draft) {
  CaseStory& story = draft.article.story;
  const Ticket& ticket = source.ticket;
  const Resolution resolution = resolution_of(ticket);
  const std::vector<Said> all = said_in(ticket, &draft);
  draft.cited += static_cast<std::int64_t>(all.size());
  const std::optional<std::size_t> last = last_by_agent(all);
  std::optional<std::size_t> result;
  if (resolution != Resolution::kOpen) result = last_answer(all);
  if (resolution != Resolution::kOpen && !result) result = last;
  const auto begin = std::ranges::find_if(all, [](const Said& said) { return !said.by_agent(); });
  const auto end = std::ranges::find_if(begin, all.end(), &Said::by_agent);
  std::string asked;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Said& said = all[i];
    const std::string citing = citation(source, said);
    const auto at = all.begin() + static_cast<std::ptrdiff_t>(i);
    if (!said.by_agent()) {
      const bool situation = at >= begin && at < end;
      const std::optional<std::size_t> answer = result ? result : last;
      const bool reaction = answer && i > *answer;
      append(situation ? story.situation : reaction ? story.reaction : asked, cited(said.text, citing));
      continue;
    }
    if (result && i >= *result) append(story.result, cited(said.text, citing));
    if (result && i > *result) continue;
    const bool is_result = result && i == *result;
    Attempt& attempt = story.attempts.emplace_back();
    attempt.at = said.message->at;
    attempt.who = who_of(ticket, *said.message);
    attempt.method = is_result ? citing : cited(said.text, citing);
    attempt.why = std::exchange(asked, {});
    if (is_result && resolution == Resolution::kSolved) attempt.outcome = kWorked;
  }
}

}  // namespace

bool tells_case(const Ticket& ticket) { return last_by_agent(said_in(ticket)).has_value(); }

bool tells_faq(const Ticket& ticket) {
  return resolution_of(ticket) != Resolution::kOpen && last_answer(said_in(ticket)).has_value();
}

Draft draft_case(std::span<const DraftSource> sources) {
  Draft draft;
  draft.article = begin_article(Kind::kCase, sources);
  add_context(draft.article.story, sources);
  for (const DraftSource& source : sources) tell(source, draft);
  return draft;
}

Draft draft_faq(std::span<const DraftSource> sources) {
  Draft draft;
  Article& article = draft.article = begin_article(Kind::kFaq, sources);
  std::vector<std::pair<std::string, std::string>> answers;  // With their citations.
  std::unordered_map<std::string, std::size_t> places;
  std::unordered_set<std::string> asked = {article.title};
  for (const DraftSource& source : sources) {
    const std::string subject = subject_of(source.ticket);
    if (!subject.empty() && asked.insert(subject).second) article.phrasings.push_back(subject);
    if (!tells_faq(source.ticket)) continue;
    const std::vector<Said> all = said_in(source.ticket);
    const Said& answer = all[*last_answer(all)];
    const auto [place, added] = places.try_emplace(answer.text, answers.size());
    if (added) answers.emplace_back(answer.text, citation(source, answer));
    else answers[place->second].second += " " + citation(source, answer);
    ++draft.cited;
  }
  for (const auto& [text, citations] : answers) append(article.body, cited(text, citations));
  return draft;
}

}  // namespace ckm::model
