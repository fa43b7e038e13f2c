#include <fmt/format.h>

#include <memory>

#include "base/json.hh"
#include "base/out_file.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/labels.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

// Builds what people read: a heading, a line of facts each, then texts.
class Card {
 public:
  void heading(std::string_view ref, std::string_view title) { text_ += fmt::format("{}  {}\n", ref, utf8::one_line(title)); }
  void fact(std::string_view name, std::string_view value) {
    if (!value.empty()) text_ += fmt::format("{:<10}  {}\n", utf8::one_line(name), utf8::one_line(value));
  }
  void fact(std::string_view name, const std::optional<Time>& time) {
    if (time) fact(name, format_time(*time));
  }
  void fact(std::string_view name, const std::vector<std::string>& list) {
    std::string joined;
    for (const std::string& item : list) joined += (joined.empty() ? "" : ", ") + item;
    fact(name, joined);
  }
  void section(std::string_view name, std::string_view body) {
    if (body.empty()) return;
    text_ += name.empty() ? "\n" : fmt::format("\n{}\n", name);
    text_ += utf8::printable(body);
    if (!body.ends_with('\n')) text_.push_back('\n');
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void category_fact(Card& card, Value& value, const store::EffectiveCategory& category) {
  if (category.path.empty()) return;
  card.fact("category", fmt::format("{} (said by: {})", category.path, category.origin));
  value.set("effective_category", Value(Value::Object{{"path", category.path}, {"origin", category.origin}}));
}

std::string name_of(const model::Party& party) {
  if (party.name.empty()) return party.email.empty() ? party.external_id : party.email;
  return party.email.empty() ? party.name : fmt::format("{} <{}>", party.name, party.email);
}

void extra_facts(Card& card, const Value& extra) {
  if (extra.object() == nullptr) return;
  for (const auto& [name, value] : *extra.object()) card.fact(name, value.to_text());
}

void add_members(Value& value, const Value& members) {
  for (const auto& [name, member] : *members.object()) value.set(name, member);
}

Value show_ticket(store::Store& store, std::int64_t id, Card& card) {
  const auto stored = store::read_ticket(store, id);
  const model::Ticket& ticket = stored->ticket;
  Value value = Value::Object{};
  value.set("ref", stored->ref).set("kind", "ticket").set("source", stored->source);
  add_members(value, model::to_value(ticket));
  card.heading(stored->ref, ticket.subject);
  card.fact("status", ticket.status);
  card.fact("priority", ticket.priority);
  card.fact("queue", ticket.queue);
  card.fact("channel", ticket.channel);
  card.fact("type", ticket.type);
  card.fact("product", ticket.product);
  card.fact("language", ticket.language);
  category_fact(card, value, store::effective_category(store, {model::Kind::kTicket, id}));
  card.fact("tags", ticket.tags);
  card.fact("requester", name_of(ticket.requester));
  card.fact("assignee", name_of(ticket.assignee));
  card.fact("created", ticket.created_at);
  card.fact("updated", ticket.updated_at);
  card.fact("resolved", ticket.resolved_at);
  extra_facts(card, ticket.extra);
  for (const model::Message& message : ticket.messages) {
    std::string who(model::role_name(message.role));
    std::string author = message.author;
    if (author.empty()) author = name_of(message.role == model::Role::kAgent ? ticket.assignee : ticket.requester);
    if (!author.empty()) who += " " + utf8::one_line(author);
    if (message.at) who += ", " + format_time(*message.at);
    if (message.internal) who += ", internal";
    card.section(fmt::format("-- {}", who), message.body);
  }
  return value;
}

Value show_article(store::Store& store, const store::Item& item, Card& card) {
  const auto stored = store::read_article(store, item.id);
  const model::Article& article = stored->article;
  Value value = Value::Object{};
  value.set("ref", stored->ref).set("source", stored->source);
  add_members(value, model::to_value(article));
  card.heading(stored->ref, article.title);
  category_fact(card, value, store::effective_category(store, item));
  card.fact("tags", article.tags);
  card.fact("product", article.product);
  card.fact("phase", article.phase);
  card.fact("language", article.language);
  card.fact("state", fmt::format("{}, {}, {}", article.confidence, article.audience, article.governance));
  card.fact("valid from", article.valid_from);
  card.fact("valid to", article.valid_to);
  card.fact("created", article.created_at);
  card.fact("updated", article.updated_at);
  extra_facts(card, article.extra);
  std::string phrasings;
  for (const std::string& phrasing : article.phrasings) phrasings += fmt::format("- {}\n", phrasing);
  card.section("-- also asked as", phrasings);
  const model::CaseStory& story = article.story;
  card.section("-- situation", story.situation);
  card.section("-- cause", story.cause);
  std::string attempts;
  for (const model::Attempt& attempt : story.attempts) {
    attempts += fmt::format("- {}{}: {}{}\n", attempt.at ? format_time(*attempt.at) + " " : "", attempt.who, attempt.method,
                            attempt.outcome.empty() ? "" : " (" + attempt.outcome + ")");
  }
  card.section("-- attempts", attempts);
  card.section("-- result", story.result);
  card.section("-- customer's reaction", story.reaction);
  card.section("-- reflections", story.reflection);
  card.section("-- if it happens again", story.next_time);
  card.section("", article.body);
  return value;
}

Exit show(Context& context, const std::vector<std::string>& refs) {
  const std::vector<store::Item> items = need_items(context.store(), refs);
  if (items.empty()) return Exit::kNo;
  if (context.format == Format::kIds) {
    for (const store::Item& item : items) write_stdout(store::item_ref(context.store(), item) + "\n");
    return Exit::kDone;
  }
  Value list = Value::Array{};
  std::string text;
  for (const store::Item& item : items) {
    Card card;
    list.push(item.kind == model::Kind::kTicket ? show_ticket(context.store(), item.id, card)
                                                : show_article(context.store(), item, card));
    text += (text.empty() ? "" : "\n") + card.text();
  }
  if (context.format == Format::kJsonl) {
    write_stdout("{\"schema\":\"ckm.show/1\"}\n");
    for (const Value& item : *list.array()) write_stdout(json::dump(item) + "\n");
    return Exit::kDone;
  }
  print_object(context, "show", Value(Value::Object{{"show", std::move(list)}}), text);
  return Exit::kDone;
}

}  // namespace

Run declare_show(CLI::App& app) {
  const auto refs = std::make_shared<std::vector<std::string>>();
  app.add_option("REF", *refs, "references, such as faq:12; - reads them from standard input")->required();
  return {[] { return Access::kRead; }, [refs](Context& context) { return show(context, *refs); }};
}

}  // namespace ckm::cli
