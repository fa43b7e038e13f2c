#include "cli/show_item.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/counted.hh"
#include "base/utf8.hh"
#include "cli/what_was_said.hh"
#include "model/ref.hh"
#include "search/unite.hh"
#include "store/links.hh"
#include "store/predictions.hh"
#include "store/said_values.hh"
#include "store/targets.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

void category_fact(Card& card, Value& value, const store::EffectiveCategory& category) {
  if (category.path.empty()) return;
  card.fact("category", fmt::format("{} (said by: {})", category.path, category.origin));
  value.set("effective_category", Value(Value::Object{{"path", category.path}, {"origin", category.origin}}));
}

// What a person says, or a classifier in the place of a source that says nothing.
void value_fact(store::Store& store, std::int64_t id, std::string_view name, const store::Target& target, std::string source,
                Card& card, Value& effective) {
  const store::Item item{model::Kind::kTicket, id};
  const auto said = store::person_value(store, id, target.field);
  if (said) {
    std::string value = target.list ? fmt::format("{}", fmt::join(store::said_values(store, item, target), ", ")) : *said;
    if (value.empty()) value = "none";
    card.fact(name, fmt::format("{} (said by: person{})", value, source.empty() ? "" : "; its source says: " + source));
    Value shown(*said);
    if (target.list) {
      shown = Value::strings(store::said_values(store, item, target));
    }
    effective.set(std::string(target.field), Value(Value::Object{{"value", std::move(shown)}, {"origin", "person"}}));
    return;
  }
  const auto verdict = source.empty() ? store::read_verdict(store, item, target) : std::nullopt;
  if (!verdict || !verdict->sure) {
    card.fact(name, source);
    return;
  }
  card.fact(name, fmt::format("{} (said by: {})", verdict->value, verdict->origin));
  effective.set(std::string(target.field), Value(Value::Object{{"value", verdict->value}, {"origin", verdict->origin}}));
}

using model::name_of;

void add_members(Value& value, const Value& members) {
  for (const auto& [name, member] : *members.object()) value.set(name, member);
}

void raw_fact(Card& card, std::size_t texts) {
  if (texts == 0) return;
  card.fact("changed", counted(static_cast<std::int64_t>(texts), "text") + ", which --raw shows as they came");
}

void review_facts(Card& card, Value& value, const ShownUse& use) {
  if (!use.reviews.empty()) {
    const store::Review& last = use.reviews.front();
    const std::string note = last.note.empty() ? "" : ": " + last.note;
    card.fact("checked", fmt::format("{}{}{}, {}{}", format_day(last.at), last.actor.empty() ? "" : " by ", last.actor,
                                     last.ok ? "ok" : "not ok", note));
    Value all = Value::Array{};
    for (const store::Review& review : use.reviews) {
      Value one = Value::Object{};
      one.set("ok", review.ok).set("at", format_time(review.at)).set("actor", review.actor);
      if (review.next) one.set("next", format_time(*review.next));
      if (!review.note.empty()) one.set("note", review.note);
      all.push(std::move(one));
    }
    value.set("reviews", std::move(all));
  }
  if (!use.due) return;
  card.fact("due", fmt::format("{}{}", format_day(*use.due), *use.due <= now() ? ", to be checked" : ""));
  value.set("due", format_time(*use.due));
}

void use_facts(Card& card, Value& value, const store::Record& record) {
  if (record.uses > 0)
    card.fact("used", fmt::format("{}, solved {}, did not {}", counted(record.uses, "time"), record.solved, record.unsolved));
  if (record.helpful + record.unhelpful > 0)
    card.fact("readers", fmt::format("{} helpful, {} not", record.helpful, record.unhelpful));
  if (record.uses + record.helpful + record.unhelpful == 0) return;
  Value use = Value::Object{};
  use.set("uses", record.uses).set("solved", record.solved).set("not_solved", record.unsolved);
  value.set("record", use.set("helpful", record.helpful).set("unhelpful", record.unhelpful));
}

void show_comments(Card& card, Value& value, std::string_view ref, const std::vector<store::Comment>& comments) {
  if (comments.empty()) return;
  std::string lines;
  Value list = Value::Array{};
  for (std::size_t i = 0; i < std::min(comments.size(), kMostComments); ++i) {
    const store::Comment& comment = comments[i];
    lines += fmt::format("{} {}, {}: {}\n", format_day(comment.at), comment.actor, comment.helpful ? "helpful" : "unhelpful",
                         utf8::one_line(comment.text));
    Value one = Value::Object{};
    one.set("helpful", comment.helpful).set("comment", comment.text);
    list.push(one.set("at", format_time(comment.at)).set("actor", comment.actor));
  }
  if (comments.size() > kMostComments) lines += fmt::format("and older ones: ckm log {}\n", ref);
  value.set("comments", std::move(list));
  card.section("-- comments of readers", lines);
}

void show_wordings(store::Store& store, Card& card, Value& value, const model::Article& article,
                   const std::vector<store::Wording>& wordings) {
  if (wordings.empty()) return;
  std::string lines;
  Value list = Value::Array{};
  for (std::size_t i = 0; i < wordings.size(); ++i) {
    const std::string ticket = store::item_ref(store, wordings[i].ticket);
    const bool own = search::is_asked(article, wordings[i].text);
    lines += fmt::format("{}. {}: {}{}\n", i + 1, ticket, utf8::one_line(wordings[i].text), own ? " (a phrasing)" : "");
    Value one = Value::Object{};
    list.push(one.set("number", i + 1).set("ticket", ticket).set("text", wordings[i].text).set("phrasing", own));
  }
  value.set("learned", std::move(list));
  card.section("-- asked by customers (internal)", lines);
}

// A day alone where no time of it is known.
std::string moment(Time time) { return time % kDay == 0 ? format_day(time) : format_time(time); }

}  // namespace

std::string timeline(const std::vector<model::Attempt>& attempts) {
  std::string out;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const model::Attempt& attempt = attempts[i];
    std::string line = fmt::format("{}.", i + 1);
    if (attempt.at) line += " " + moment(*attempt.at);
    if (!attempt.who.empty()) line += " " + utf8::one_line(attempt.who);
    if (!attempt.outcome.empty()) line += fmt::format(" ({})", attempt.outcome);
    std::string text = attempt.method;
    if (!attempt.why.empty()) text += "\nwhy: " + attempt.why;
    out += line + (line.ends_with('.') ? " " : ": ");
    for (const char c : text) {
      out.push_back(c);
      if (c == '\n') out += "   ";
    }
    out.push_back('\n');
  }
  return out;
}

Value show_ticket(store::Store& store, std::int64_t id, Texts texts, Card& card, std::size_t only) {
  auto stored = store::read_ticket(store, id);
  const std::string category = stored->ticket.category;
  if (texts == Texts::kAsTheyCame) stored->ticket = model::as_it_came(std::move(stored->ticket));
  if (only > 0) model::keep_message(stored->ticket, only);
  const model::Ticket& ticket = stored->ticket;
  Value value = Value::Object{};
  value.set("ref", stored->ref).set("kind", "ticket").set("source", stored->source);
  if (only > 0) value.set("message", static_cast<std::int64_t>(only));
  add_members(value, model::to_value(ticket));
  card.heading(stored->ref, ticket.subject);
  card.fact("internal id", ticket.internal_id);
  card.fact("status", ticket.status);
  Value effective = Value::Object{};
  const auto fact = [&](std::string_view name, std::string_view field, std::string source) {
    value_fact(store, id, name, *store::find_target(field), std::move(source), card, effective);
  };
  fact("priority", "priority", ticket.priority);
  fact("queue", "queue", ticket.queue);
  card.fact("channel", ticket.channel);
  card.fact("type", ticket.type);
  fact("product", "product", ticket.product);
  fact("language", "language", ticket.language);
  fact("phase", "phase", {});
  if (ticket.category != category) card.fact("category", fmt::format("{} (as it came)", ticket.category));
  else category_fact(card, value, store::effective_category(store, {model::Kind::kTicket, id}));
  fact("tags", "tag", fmt::format("{}", fmt::join(ticket.tags, ", ")));
  if (!effective.object()->empty()) value.set("effective", std::move(effective));
  card.fact("requester", name_of(ticket.requester));
  card.fact("assignee", name_of(ticket.assignee));
  card.fact("created", ticket.created_at);
  card.fact("updated", ticket.updated_at);
  card.fact("resolved", ticket.resolved_at);
  raw_fact(card, model::count_raw(ticket));
  card.facts(ticket.extra);
  if (only > 0) {
    card = Card();
    card.heading(model::format_message_ref(stored->ref, only), ticket.subject);
  }
  for (const model::Message& message : ticket.messages) {
    std::string who(model::role_name(message.role));
    std::string author = store::author_name(store, stored->source, message.author);
    if (author.empty()) author = name_of(message.role == model::Role::kAgent ? ticket.assignee : ticket.requester);
    if (!author.empty()) who += " " + utf8::one_line(author);
    if (message.at) who += ", " + format_time(*message.at);
    if (message.internal) who += ", internal";
    card.section(fmt::format("-- {}", who), model::text_of(message));
  }
  return value;
}

Value show_article(store::Store& store, store::StoredArticle stored, const store::EffectiveCategory& category, Texts texts,
                   Card& card, const ShownVersion& version, const ShownUse& use) {
  if (texts == Texts::kAsTheyCame) stored.article = model::as_it_came(std::move(stored.article));
  const model::Article& article = stored.article;
  Value value = Value::Object{};
  value.set("ref", stored.ref).set("source", stored.source);
  if (!version.line.empty()) value.set("version", version.value);
  add_members(value, model::to_value(article));
  card.heading(stored.ref, article.title);
  card.fact("version", version.line);
  category_fact(card, value, category);
  card.fact("tags", article.tags);
  card.fact("product", article.product);
  card.fact("phase", article.phase);
  card.fact("language", article.language);
  card.fact("state", fmt::format("{}, {}, {}", article.confidence, article.audience, article.governance));
  card.fact("valid from", article.valid_from);
  card.fact("valid to", article.valid_to);
  card.fact("review by", article.review_by);
  card.fact("created", article.created_at);
  card.fact("updated", article.updated_at);
  raw_fact(card, model::count_raw(article));
  use_facts(card, value, use.record);
  review_facts(card, value, use);
  card.facts(article.extra);
  std::string phrasings;
  for (const std::string& phrasing : article.phrasings) phrasings += fmt::format("- {}\n", phrasing);
  card.section("-- also asked as", phrasings);
  show_wordings(store, card, value, article, use.wordings);
  show_comments(card, value, stored.ref, use.comments);
  const model::CaseStory& story = article.story;
  std::string context;
  for (const auto& [name, text] : story.context) context += fmt::format("{} = {}\n", name, text);
  card.section("-- context", context);
  card.section("-- situation", story.situation);
  card.section("-- cause", story.cause);
  card.section("-- attempts", timeline(story.attempts));
  card.section("-- result", story.result);
  card.section("-- customer's reaction", story.reaction);
  card.section("-- reflections", story.reflection);
  card.section("-- if it happens again", story.next_time);
  card.section("", article.body);
  return value;
}

void show_links(store::Store& store, const store::Item& item, Value& value, Card& card) {
  Value list = Value::Array{};
  std::string lines;
  for (const store::Linked& link : store::links_of(store, item)) {
    const auto summary = store::read_summary(store, link.item);
    if (!summary) continue;
    lines += fmt::format("{} {}  {}\n", link_words(link.relation, link.outwards), summary->ref, utf8::one_line(summary->title));
    Value entry = Value::Object{};
    entry.set("relation", link.relation).set(link.outwards ? "to" : "from", summary->ref).set("title", summary->title);
    list.push(std::move(entry));
  }
  if (lines.empty()) return;
  value.set("links", std::move(list));
  card.section("-- links", lines);
}

void show_variants(store::Store& store, const store::Item& item, Value& value, Card& card) {
  Value list = Value::Array{};
  std::string lines;
  for (const store::Item& variant : store::variants_of(store, item)) {
    const auto stored = store::read_article(store, variant.id);
    const std::string& language = stored->article.language;
    lines += fmt::format("{}  {}{}\n", stored->ref, language.empty() ? "" : fmt::format("({}) ", language),
                         utf8::one_line(stored->article.title));
    Value one = Value::Object{};
    one.set("ref", stored->ref);
    if (!language.empty()) one.set("language", language);
    list.push(one.set("title", stored->article.title));
  }
  if (lines.empty()) return;
  value.set("variants", std::move(list));
  card.section("-- variants", lines);
}

void show_used(store::Store& store, std::int64_t ticket_id, Value& value, Card& card) {
  Value list = Value::Array{};
  std::string lines;
  for (const store::UsedArticle& used : store::used_on(store, ticket_id)) {
    const auto summary = store::read_summary(store, used.item);
    lines += fmt::format("{}  {}", summary->ref, utf8::one_line(summary->title));
    lines += used.solved ? fmt::format(" ({})\n", solved_words(used.solved)) : "\n";
    Value one = Value::Object{};
    one.set("ref", summary->ref).set("title", summary->title);
    if (used.solved) one.set("solved", *used.solved);
    list.push(one.set("at", format_time(used.at)).set("actor", used.actor));
  }
  if (lines.empty()) return;
  value.set("used", std::move(list));
  card.section("-- articles used", lines);
}

Value show_somebody(const store::Somebody& somebody, Card& card) {
  Value value = Value::Object{};
  value.set("ref", somebody.ref).set("kind", model::info(somebody.kind).name).set("source", somebody.source);
  const auto text = [&](const std::string& name, const std::string& content) {
    if (!content.empty()) value.set(name, content);
    if (name != "name") card.fact(name, content);
  };
  card.heading(somebody.ref, somebody.party.name.empty() ? name_of(somebody.party) : somebody.party.name);
  text("id", somebody.party.external_id);
  text("name", somebody.party.name);
  card.fact("email", somebody.emails);
  const Value emails = Value::strings(somebody.emails);
  value.set("emails", std::move(emails));
  text("team", somebody.team);
  text("tier", somebody.tier);
  text("region", somebody.region);
  text("phone", somebody.phone);
  text("organisation", somebody.organisation);
  if (!somebody.skills.empty()) {
    card.fact("skills", somebody.skills);
    const Value skills = Value::strings(somebody.skills);
    value.set("skills", std::move(skills));
  }
  value.set("requested", somebody.requested).set("assigned", somebody.assigned);
  card.fact("requested", counted(somebody.requested, "ticket"));
  card.fact("assigned", counted(somebody.assigned, "ticket"));
  card.facts(somebody.extra);
  if (!somebody.extra.is_null()) value.set("extra", somebody.extra);
  return value;
}

}  // namespace ckm::cli
