#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/json.hh"
#include "base/out_file.hh"
#include "cli/declare.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "cli/show_item.hh"
#include "formats/export.hh"
#include "formats/markdown.hh"
#include "model/ref.hh"
#include "store/forgotten.hh"
#include "store/history.hh"
#include "store/learned.hh"
#include "store/redirects.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

// What one word names, looked up before anything is shown.
struct Shown {
  store::Item item = {};
  std::size_t message = 0;  // The one of a ticket that is to be shown; 0: all.
  std::optional<store::Somebody> somebody = {};
  std::optional<Past> past = {};               // Of an article of which a version is to be shown,
  std::optional<store::Version> version = {};  // and that.
};

// A message of a ticket, such as ticket:desk/7#3.
std::optional<Shown> look_up_message(store::Store& store, const std::string& word) {
  const auto ref = model::parse_message_ref(word);
  const auto ticket = ref ? store::find_item(store, *model::parse_ref(ref->ticket)) : std::nullopt;
  if (!ticket) return std::nullopt;
  const std::size_t messages = store::read_ticket(store, ticket->id)->ticket.messages.size();
  if (ref->number > messages) {
    throw Error(Exit::kNotFound, fmt::format("{} has no message {}", ref->ticket, ref->number),
                fmt::format("it has {}: ckm show {}", messages, ref->ticket));
  }
  return Shown{.item = *ticket, .message = ref->number};
}

Shown look_up(Context& context, const std::string& word, const std::optional<Time>& as_of) {
  store::Store& store = context.store();
  const auto ref = model::parse_ref(word);
  if (!ref || (ref->kind != model::Kind::kPerson && ref->kind != model::Kind::kCustomer)) {
    const auto there = ref && !as_of && model::info(ref->kind).searchable ? store::follow(store, *ref) : std::nullopt;
    if (there) {
      if (!there->merges.empty()) context.say(store::merge_text(store, word, there->merges));
      return {.item = there->item};
    }
    // Nothing that was removed, whose identifier ends so.
    if (!as_of && !(ref && store::find_known(store, *ref))) {
      if (auto message = look_up_message(store, word)) return *std::move(message);
    }
    Shown shown{.past = need_past(store, word)};
    if (!shown.past->number && !as_of) store::tell_removed(store, shown.past->known, word);
    shown.version = as_of ? need_version_at(store, *shown.past, *as_of) : need_version(*shown.past);
    return shown;
  }
  if (as_of) throw Error(Exit::kUsage, fmt::format("{}: people and customers have no versions", word), "leave out --as-of");
  auto somebody = store::read_somebody(store, *ref);
  if (ref->id != 0 || !somebody) store::tell_forgotten(store, *ref, word);
  if (!somebody) {
    throw Error(Exit::kNotFound, fmt::format("there is no {}", word), "ckm info tells how many people and customers there are");
  }
  return {.somebody = std::move(somebody)};
}

ShownVersion about(const Past& past, const store::Version& version) {
  const auto all = static_cast<std::int64_t>(past.line.versions.size());
  Value value = Value::Object{};
  value.set("number", version.number).set("of", all).set("change", store::change_name(version.change));
  value.set("at", format_time(version.at)).set("actor", version.author.actor).set("message", version.author.message);
  std::string line = fmt::format("{} of {}, {}, {}, {}", version.number, all, store::change_name(version.change),
                                 format_time(version.at), version.author.actor);
  if (!version.author.message.empty()) line += ": " + version.author.message;
  return {std::move(line), std::move(value)};
}

Value show_one(store::Store& store, const Shown& shown, Texts texts, Card& card) {
  if (shown.somebody) return show_somebody(*shown.somebody, card);
  if (shown.version) {
    const store::Version& version = *shown.version;
    store::StoredArticle stored = article_of(*shown.past, version);
    const store::EffectiveCategory category = category_of(stored, version);
    return show_article(store, std::move(stored), category, texts, card, about(*shown.past, version));
  }
  Value value;
  if (shown.item.kind == model::Kind::kTicket) value = show_ticket(store, shown.item.id, texts, card, shown.message);
  else
    value = show_article(store, *store::read_article(store, shown.item.id), store::effective_category(store, shown.item), texts,
                         card, {},
                         {store::read_record(store, shown.item.id), store::wordings_of(store, shown.item.id),
                          store::reviews_of(store, shown.item.id), store::due_at(store, shown.item.id),
                          store::comments_of(store, shown.item.id, kMostComments + 1)});
  if (shown.message == 0 && shown.item.kind == model::Kind::kTicket) show_used(store, shown.item.id, value, card);
  if (model::info(shown.item.kind).article) show_variants(store, shown.item, value, card);
  if (shown.message == 0) show_links(store, shown.item, value, card);
  return value;
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
    if (all[i].version) {
      const store::StoredArticle stored = article_of(*all[i].past, *all[i].version);
      out->article({stored.ref, stored.source, category_of(stored, *all[i].version).path}, stored.article);
      continue;
    }
    if (!all[i].somebody) {
      export_item(context.store(), all[i].item, *out, texts, all[i].message);
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
  std::string as_of;
};

Exit show(Context& context, const Options& options) {
  const Texts texts = options.raw ? Texts::kAsTheyCame : Texts::kRepaired;
  std::optional<Time> as_of;
  if (!options.as_of.empty()) as_of = need_moment("--as-of", options.as_of);
  std::vector<Shown> all;
  for (const std::string& word : read_words(options.words)) all.push_back(look_up(context, word, as_of));
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
            .summary =
                "references, such as faq:12, faq:12@3 for a version or ticket:desk/7#3 for a message; - reads them from standard "
                "input",
            .needed = true});
  args.add(
      {.name = "--as-of", .into = &options->as_of, .value = "TIME", .summary = "articles as they were then", .filled = true});
  args.add({.name = "--raw", .into = &options->raw, .summary = "texts as they came, before any repair"});
  return {[] { return Access::kRead; }, [options](Context& context) { return show(context, *options); }};
}

}  // namespace ckm::cli
