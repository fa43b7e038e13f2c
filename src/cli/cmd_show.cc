#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/counted.hh"
#include "base/json.hh"
#include "base/out_file.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "cli/declare.hh"
#include "cli/export_item.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "formats/export.hh"
#include "formats/markdown.hh"
#include "model/ref.hh"
#include "store/articles.hh"
#include "store/labels.hh"
#include "store/people.hh"
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

using model::name_of;

void extra_facts(Card& card, const Value& extra) {
  if (extra.object() == nullptr) return;
  for (const auto& [name, value] : *extra.object()) card.fact(name, value.to_text());
}

void add_members(Value& value, const Value& members) {
  for (const auto& [name, member] : *members.object()) value.set(name, member);
}

void raw_fact(Card& card, std::size_t texts) {
  if (texts == 0) return;
  card.fact("changed", counted(static_cast<std::int64_t>(texts), "text") + ", which --raw shows as they came");
}

// What a message had with it, a line each.
std::string attachments_of(const model::Message& message) {
  const Value* const files = message.extra.find("attachments");
  if (files == nullptr || files->array() == nullptr) return {};
  std::string lines;
  for (const Value& file : *files->array()) {
    // By the names that mail is given here, or else by a desk's own.
    const auto member = [&](std::string_view name, std::string_view other) {
      const Value* const found = file.find(file.find(name) == nullptr ? other : name);
      return found == nullptr || found->is_null() ? std::string() : utf8::one_line(found->to_text());
    };
    const std::string name = member("name", "file_name");
    const std::string type = member("type", "content_type");
    const std::string size = member("size", "size");
    lines += fmt::format("\n[attached: {}{}{}", name, name.empty() || type.empty() ? "" : ", ", type);
    lines += size.empty() ? "]" : fmt::format(", {} bytes]", size);
  }
  return lines;
}

Value show_ticket(store::Store& store, std::int64_t id, Texts texts, Card& card) {
  auto stored = store::read_ticket(store, id);
  const std::string category = stored->ticket.category;
  if (texts == Texts::kAsTheyCame) stored->ticket = model::as_it_came(std::move(stored->ticket));
  const model::Ticket& ticket = stored->ticket;
  Value value = Value::Object{};
  value.set("ref", stored->ref).set("kind", "ticket").set("source", stored->source);
  add_members(value, model::to_value(ticket));
  card.heading(stored->ref, ticket.subject);
  card.fact("internal id", ticket.internal_id);
  card.fact("status", ticket.status);
  card.fact("priority", ticket.priority);
  card.fact("queue", ticket.queue);
  card.fact("channel", ticket.channel);
  card.fact("type", ticket.type);
  card.fact("product", ticket.product);
  card.fact("language", ticket.language);
  if (ticket.category != category) card.fact("category", fmt::format("{} (as it came)", ticket.category));
  else category_fact(card, value, store::effective_category(store, {model::Kind::kTicket, id}));
  card.fact("tags", ticket.tags);
  card.fact("requester", name_of(ticket.requester));
  card.fact("assignee", name_of(ticket.assignee));
  card.fact("created", ticket.created_at);
  card.fact("updated", ticket.updated_at);
  card.fact("resolved", ticket.resolved_at);
  raw_fact(card, model::count_raw(ticket));
  extra_facts(card, ticket.extra);
  for (const model::Message& message : ticket.messages) {
    std::string who(model::role_name(message.role));
    std::string author = store::author_name(store, stored->source, message.author);
    if (author.empty()) author = name_of(message.role == model::Role::kAgent ? ticket.assignee : ticket.requester);
    if (!author.empty()) who += " " + utf8::one_line(author);
    if (message.at) who += ", " + format_time(*message.at);
    if (message.internal) who += ", internal";
    const std::string attached = attachments_of(message);
    const std::string body = message.body + (message.body.empty() || attached.empty() ? "" : "\n") + attached;
    card.section(fmt::format("-- {}", who), std::string_view(body).substr(message.body.empty() && !attached.empty() ? 1 : 0));
  }
  return value;
}

Value show_article(store::Store& store, const store::Item& item, Texts texts, Card& card) {
  auto stored = store::read_article(store, item.id);
  if (texts == Texts::kAsTheyCame) stored->article = model::as_it_came(std::move(stored->article));
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
  raw_fact(card, model::count_raw(article));
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
  Value emails = Value::Array{};
  for (const std::string& email : somebody.emails) emails.push(email);
  value.set("emails", std::move(emails));
  text("team", somebody.team);
  text("tier", somebody.tier);
  text("region", somebody.region);
  text("phone", somebody.phone);
  text("organisation", somebody.organisation);
  if (!somebody.skills.empty()) {
    card.fact("skills", somebody.skills);
    Value skills = Value::Array{};
    for (const std::string& skill : somebody.skills) skills.push(skill);
    value.set("skills", std::move(skills));
  }
  value.set("requested", somebody.requested).set("assigned", somebody.assigned);
  card.fact("requested", counted(somebody.requested, "ticket"));
  card.fact("assigned", counted(somebody.assigned, "ticket"));
  extra_facts(card, somebody.extra);
  if (!somebody.extra.is_null()) value.set("extra", somebody.extra);
  return value;
}

// One word's item or person, looked up before anything is shown.
struct Shown {
  store::Item item;
  std::optional<store::Somebody> somebody;
};

Shown look_up(store::Store& store, const std::string& word) {
  const auto ref = model::parse_ref(word);
  if (!ref || (ref->kind != model::Kind::kPerson && ref->kind != model::Kind::kCustomer)) {
    return {store::need_item(store, word), std::nullopt};
  }
  auto somebody = store::read_somebody(store, *ref);
  if (!somebody) {
    throw Error(Exit::kNotFound, fmt::format("there is no {}", word), "ckm info tells how many people and customers there are");
  }
  return {{}, std::move(somebody)};
}

Value show_one(store::Store& store, const Shown& shown, Texts texts, Card& card) {
  if (shown.somebody) return show_somebody(*shown.somebody, card);
  if (shown.item.kind == model::Kind::kTicket) return show_ticket(store, shown.item.id, texts, card);
  return show_article(store, shown.item, texts, card);
}

// A row a field.
void print_fields(const Context& context, const Value& list) {
  Printer out(context, "show", {{"ref"}, {"field"}, {"value", Column::Use::kText}});
  for (const Value& item : *list.array()) {
    const std::string ref = item.find("ref")->to_text();
    for (auto& [name, value] : flat_fields(item)) {
      if (name != "ref") out.row({Value(ref), Value(std::move(name)), Value(std::move(value))});
    }
  }
  out.finish();
}

void print_markdown(Context& context, const std::vector<Shown>& all, Texts texts, const Value& list) {
  const auto out = formats::find_export_format("md")->make([](std::string_view bytes) { write_stdout(bytes); }, {});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].somebody) {
      export_item(context.store(), all[i].item, *out, texts);
      continue;
    }
    const store::Somebody& somebody = *all[i].somebody;
    write_stdout(fmt::format("{}## {}\n\n", i > 0 ? "\n" : "",
                             formats::markdown_line(somebody.party.name.empty() ? somebody.ref : somebody.party.name)));
    for (const auto& [name, value] : flat_fields((*list.array())[i])) {
      write_stdout(fmt::format("- {}: {}\n", name, formats::markdown_line(value)));
    }
  }
  out->finish();
}

struct Options {
  std::vector<std::string> words;
  bool raw = false;
};

Exit show(Context& context, const Options& options) {
  const Texts texts = options.raw ? Texts::kAsTheyCame : Texts::kRepaired;
  std::vector<Shown> all;
  for (const std::string& word : read_words(options.words)) all.push_back(look_up(context.store(), word));
  if (all.empty()) return Exit::kNo;
  Value list = Value::Array{};
  std::string text;
  for (const Shown& shown : all) {
    Card card;
    list.push(show_one(context.store(), shown, texts, card));
    text += (text.empty() ? "" : "\n") + card.text();
  }
  switch (context.format) {
    case Format::kIds:
      for (const Value& item : *list.array()) write_stdout(item.find("ref")->to_text() + "\n");
      break;
    case Format::kJsonl:
      write_stdout("{\"schema\":\"ckm.show/1\"}\n");
      for (const Value& item : *list.array()) write_stdout(json::dump(item) + "\n");
      break;
    case Format::kCsv:
    case Format::kTsv: print_fields(context, list); break;
    case Format::kMd: print_markdown(context, all, texts, list); break;
    default: print_object(context, "show", Value(Value::Object{{"show", std::move(list)}}), text);
  }
  return Exit::kDone;
}

}  // namespace

Run declare_show(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF",
            .into = &options->words,
            .summary = "references, such as faq:12; - reads them from standard input",
            .needed = true});
  args.add({.name = "--raw", .into = &options->raw, .summary = "texts as they came, before any repair"});
  return {[] { return Access::kRead; }, [options](Context& context) { return show(context, *options); }};
}

}  // namespace ckm::cli
