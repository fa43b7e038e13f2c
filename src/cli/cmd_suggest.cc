#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/number.hh"
#include "base/out_file.hh"
#include "base/time.hh"
#include "cli/card.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "cli/seen.hh"
#include "cli/show_item.hh"
#include "cli/stale.hh"
#include "cli/text_input.hh"
#include "formats/mail_quotes.hh"
#include "model/ref.hh"
#include "search/suggest.hh"
#include "store/articles.hh"
#include "store/said_log.hh"
#include "store/tickets.hh"
#include "store/uses.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

constexpr int kDecimals = 3;

struct Options {
  std::vector<std::string> words;
  DecodingOptions decoding;
  std::int64_t limit = 3;
  std::string least;
};

double need_share(std::string_view option, const std::string& text) {
  const double value = parse_number(text).value_or(-1);
  if (value < 0 || value > 1)
    throw Error(Exit::kUsage, fmt::format("{}: '{}' is no number from 0 to 1", option, text), "write it like 0.7");
  return value;
}

// What is to be answered, and what did not answer it.
struct Asked {
  std::string message;
  std::vector<std::int64_t> failed;
};

Asked read_asked(Context& context, const Options& options) {
  if (options.words.size() == 1) {
    const auto ref = model::parse_ref(options.words.front());
    if (ref && ref->kind == model::Kind::kTicket) {
      const store::Item item = need_item(context, options.words.front());
      Asked asked{store::customer_wording(store::read_ticket(context.store(), item.id)->ticket), {}};
      for (const store::UsedArticle& used : store::used_on(context.store(), item.id)) {
        if (!used.solved.value_or(true)) asked.failed.push_back(used.item.id);
      }
      return asked;
    }
  }
  const std::string text = read_words_or_text(context, options.words, options.decoding);
  return {std::string(store::front_of(formats::fold_quotes(text))), {}};
}

// What failed comes before what worked, so that nobody tries it again.
std::vector<model::Attempt> failures_first(std::vector<model::Attempt> attempts) {
  const auto rank = [](const model::Attempt& attempt) {
    return attempt.outcome == "failed" ? 0 : attempt.outcome == "partly" ? 1 : attempt.outcome == "worked" ? 3 : 2;
  };
  std::ranges::stable_sort(attempts, {}, rank);
  return attempts;
}

Value attempts_of(const std::vector<model::Attempt>& attempts) {
  Value list = Value::Array{};
  for (const model::Attempt& attempt : attempts) {
    Value one = Value::Object{};
    if (attempt.at) one.set("at", format_time(*attempt.at));
    if (!attempt.who.empty()) one.set("who", attempt.who);
    one.set("method", attempt.method);
    if (!attempt.why.empty()) one.set("why", attempt.why);
    if (!attempt.outcome.empty()) one.set("outcome", attempt.outcome);
    list.push(std::move(one));
  }
  return list;
}

// For people: what can be said, or done.
std::string advice(const model::Article& article) {
  Card card;
  card.section("-- if it happens again", article.story.next_time);
  card.section("-- what was tried, failures first", timeline(failures_first(article.story.attempts)));
  card.section("-- result", article.story.result);
  card.section("", article.body);
  return card.text();
}

void print(Context& context, const std::vector<search::Suggestion>& suggestions) {
  using Use = Column::Use;
  store::Store& store = context.store();
  Printer out(context, "suggest",
              {{"ref", Use::kId},
               {"confidence", Use::kNumber},
               {"status"},
               {"title", Use::kText},
               {"next_time", Use::kHidden},
               {"attempts", Use::kHidden},
               {"answer", Use::kHidden}});
  for (const search::Suggestion& one : suggestions) {
    const auto stored = store::read_article(store, one.item.id);
    const model::Article& article = stored->article;
    const std::string& answer = article.kind == model::Kind::kCase && article.body.empty() ? article.story.result : article.body;
    out.row({Value(stored->ref), Value::decimal(one.confidence, kDecimals), Value(article.confidence), Value(article.title),
             Value(article.story.next_time), attempts_of(failures_first(article.story.attempts)), Value(answer)});
  }
  out.finish();
  if (context.format != Format::kTable) return;
  const auto best = store::read_article(store, suggestions.front().item.id);
  if (const std::string text = advice(best->article); !text.empty()) write_stdout(text);
}

Exit suggest(Context& context, const Options& options) {
  store::Store& store = context.store();
  double least = context.settings.number("suggest.least");
  if (!options.least.empty()) least = need_share("--least", options.least);
  const Asked asked = read_asked(context, options);
  if (!text::has_words(asked.message))
    throw Error(Exit::kInput, "the message has no words", "give it on standard input, or a ticket that has one");
  index_seen(context);
  const store::Snapshot snapshot(store.db());
  tell_stale(context);
  search::SuggestOptions suggest_as;
  suggest_as.search.weights = context.settings.weights();
  suggest_as.search.synonyms = read_synonyms(context.db);
  suggest_as.search.limit = static_cast<std::size_t>(options.limit);
  suggest_as.except = asked.failed;
  search::Session session(store);
  const std::vector<search::Suggestion> best = search::suggest(session, asked.message, suggest_as);
  for (const std::int64_t id : asked.failed) {
    if (const auto stored = store::read_article(store, id))
      context.say(fmt::format("note: {} was used on it and did not solve it", stored->ref));
  }
  if (best.empty() || best.front().confidence < least) {
    context.say(best.empty() ? "nothing fits"
                             : fmt::format("nothing fits; the nearest is {} ({:.{}f})", store::item_ref(store, best.front().item),
                                           best.front().confidence, kDecimals));
    return Exit::kNo;
  }
  print(context, best);
  return Exit::kDone;
}

}  // namespace

Run declare_suggest(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "TICKET", .into = &options->words, .summary = "a ticket, or a message's words; else standard input"});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many (3)", .least = 1});
  args.add({.name = "--least",
            .into = &options->least,
            .value = "SHARE",
            .summary = "how sure the first has to be, from 0 to 1 (0.7)",
            .filled = true});
  add_decoding(args, options->decoding);
  return {[] { return Access::kRead; }, [options](Context& context) { return suggest(context, *options); }};
}

}  // namespace ckm::cli
