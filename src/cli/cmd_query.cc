#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/counted.hh"
#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "search/expand.hh"
#include "search/near_values.hh"
#include "search/search.hh"
#include "store/queue.hh"
#include "store/segments.hh"

namespace ckm::cli {
namespace {

constexpr int kScoreDecimals = 3;
// Of a title in a table that goes to no terminal; other formats have titles whole.
constexpr std::size_t kTitleColumns = 200;

Value marks_of(const search::Marked& marked) {
  Value list = Value::Array{};
  for (const auto& [begin, end] : marked.marks) {
    list.push(Value(Value::Array{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)}));
  }
  return list;
}

Value reasons_of(const search::Result& result) {
  Value list = Value::Array{};
  for (const auto& [words, found, why] : result.reasons) {
    Value reason;
    reason.set("words", words).set("found", found).set("why", why);
    list.push(std::move(reason));
  }
  return list;
}

// For people: which synonyms the results have in place of the words that were typed. Scripts read it from `reasons`.
void tell_synonyms(const Context& context, const std::vector<search::Result>& results) {
  constexpr std::size_t kMostTold = 4;
  std::vector<std::string> told;
  for (const search::Result& result : results) {
    for (const auto& [words, found, why] : result.reasons) {
      if (why == search::kPinyinReason) continue;  // What is marked in the results says it.
      std::string line = fmt::format("note: {} found {}: {}", words, found, why);
      if (told.size() < kMostTold && std::ranges::find(told, line) == told.end()) told.push_back(std::move(line));
    }
  }
  for (const std::string& line : told) context.say(line);
}

Exit query(Context& context, const std::vector<std::string>& words, std::int64_t limit) {
  store::Store& store = context.store();
  if (const std::int64_t queued = store::queue_length(store); queued > 0) {
    context.say(
        fmt::format("note: {} {} not indexed yet; run: ckm index", counted(queued, "change"), queued == 1 ? "is" : "are"));
  }
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  search::SearchOptions options;
  options.synonyms = read_synonyms(context.db);
  options.limit = limit > 0 ? static_cast<std::size_t>(limit) : static_cast<std::size_t>(context.settings.number("query.limit"));
  if (context.format == Format::kTable) options.title_columns = kTitleColumns;
  ++options.limit;  // One more than is shown tells whether there is more.
  std::vector<search::Result> results = search::search(store, text, options);
  const bool more = results.size() == options.limit;
  if (more) results.pop_back();
  using Use = Column::Use;
  Printer out(context, "query",
              {{"ref", Use::kId},
               {"score", Use::kNumber},
               {"status"},
               {"category"},
               {"title", Use::kText},
               {"created_at", Use::kHidden},
               {"snippet", Use::kHidden},
               {"snippet_marks", Use::kHidden},
               {"reasons", Use::kHidden}});
  for (const search::Result& result : results) {
    const store::Summary& s = result.summary;
    const auto mark = [](const search::Marked& marked) { return Cell(Value(marked.text), marked.marks); };
    out.row({Value(s.ref), Value::decimal(result.score.total(), kScoreDecimals), Value(s.status), Value(s.category),
             mark(result.title), s.created_at ? Value(format_time(*s.created_at)) : Value(), Value(result.snippet.text),
             marks_of(result.snippet), reasons_of(result)},
            result.snippet.text.empty() ? Cell(Value()) : mark(result.snippet));
  }
  out.finish();
  if (context.format == Format::kTable) tell_synonyms(context, results);
  const std::vector<search::Clause> clauses = search::parse_query(text);
  for (const std::string& note : search::near_misses(clauses)) context.say("note: " + note);
  if (results.empty()) {
    context.say("nothing found");
    for (const auto& [field, typed, value] : search::near_values(store, clauses)) {
      context.say(fmt::format("note: nothing has {}:{}; did you mean '{}'?", field, typed, value));
    }
  }
  // Of what is ranked there is always more; of what passes filters the rest would be missed.
  if (more && results.back().score.total() == 0)
    context.say(fmt::format("only {} {} shown; --limit shows more", results.size(), results.size() == 1 ? "is" : "are"));
  return results.empty() ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_query(Args& args) {
  struct Options {
    std::vector<std::string> words;
    std::int64_t limit = 0;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "WORDS", .into = &options->words, .summary = "what to look for; see ckm-query(7)", .needed = true});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many results (10)", .least = 1});
  return {[] { return Access::kRead; }, [options](Context& context) { return query(context, options->words, options->limit); }};
}

}  // namespace ckm::cli
