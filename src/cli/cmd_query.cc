#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include "base/counted.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/query_batch.hh"
#include "cli/query_rows.hh"
#include "cli/saved_words.hh"
#include "cli/seen.hh"
#include "cli/stale.hh"
#include "search/filter.hh"
#include "search/near_values.hh"
#include "search/parse.hh"
#include "store/asked_log.hh"
#include "store/saved_queries.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

// Of a title in a table that goes to no terminal; other formats have titles whole.
constexpr std::size_t kTitleColumns = 200;

struct Options {
  std::vector<std::string> words;
  std::int64_t limit = 0;
  std::int64_t offset = 0;
  std::int64_t snippet = 160;
  std::string sort = "score";
  std::string facet;
  std::string save;
  std::string forget;
  bool all = false;
  bool count = false;
  bool exact = false;
  bool explain = false;
  bool saved = false;
  std::string batch;
  bool timing = false;
  bool log = true;
  std::string as_of;
};

search::Sort sort_of(const std::string& name) {
  if (name == "newest") return search::Sort::kNewest;
  if (name == "updated") return search::Sort::kUpdated;
  return name == "uses" ? search::Sort::kUses : search::Sort::kScore;
}

search::SearchOptions search_options(const Context& context, const Options& options) {
  search::SearchOptions out;
  out.synonyms = read_synonyms(context.db);
  out.weights = context.settings.weights();
  out.limit = options.limit > 0 ? static_cast<std::size_t>(options.limit)
                                : static_cast<std::size_t>(context.settings.number("query.limit"));
  out.offset = static_cast<std::size_t>(options.offset);
  out.snippet_columns = static_cast<std::size_t>(options.snippet);
  out.sort = sort_of(options.sort);
  out.corrects = !options.exact;
  out.explains = options.explain;
  out.bare = context.format == Format::kIds;
  if (context.format == Format::kTable) out.title_columns = kTitleColumns;
  return out;
}

Exit print_facets(const Context& context, search::Search& search, const std::string& fields) {
  std::vector<std::string> names;
  for (const search::FilterField& field : search::filter_fields()) names.emplace_back(field.name);
  Printer out(context, "facets", {{"field"}, {"value", Column::Use::kText}, {"items", Column::Use::kNumber}});
  std::istringstream in(fields);
  bool any = false;
  std::vector<std::string> shown;
  for (std::string field; std::getline(in, field, ',');) {
    if (std::ranges::find(shown, field) != shown.end()) continue;
    if (search::find_filter_field(field) == nullptr) {
      throw Error(Exit::kUsage, fmt::format("--facet: there is no field '{}'", field),
                  did_you_mean(field, names, fmt::format("one of: {}", fmt::join(names, ", "))));
    }
    shown.push_back(field);
    for (const search::FacetCount& row : search.facet(field)) {
      out.row({Value(row.field), Value(row.value), Value(static_cast<std::int64_t>(row.items))});
      any = true;
    }
  }
  out.finish();
  return any ? Exit::kDone : Exit::kNo;
}

Exit print_count(const Context& context, search::Search& search) {
  const auto count = static_cast<std::int64_t>(search.count());
  Value members;
  members.set("count", count);
  print_object(context, "count", members, fmt::format("{}\n", count));
  return count > 0 ? Exit::kDone : Exit::kNo;
}

// What may have been meant, for people whose query found nothing or is nearly another.
void tell_misses(Context& context, search::Session& session, const std::string& text, const search::SearchOptions& options,
                 bool found) {
  const std::vector<search::Clause> clauses = search::parse_query(text);
  for (const std::string& note : search::near_misses(clauses)) context.say("note: " + note);
  if (found) return;
  context.say("nothing found");
  if (context.seen && context.audience == model::Audience::kInternal)
    context.say("note: --as-of looks at articles alone: tickets are what their source says now");
  const bool all_kinds = search::kinds_of(clauses).size() == model::searchable_kinds().size();
  for (const auto& [field, typed, value] : search::near_values(context.store(), clauses)) {
    const std::string quote = typed.find_first_of(" ,") == std::string::npos ? "" : "\"";
    const std::string meant = value.empty() ? "" : fmt::format("; did you mean '{}'?", value);
    context.say(
        fmt::format("note: nothing {}has {}:{}{}{}{}", all_kinds ? "" : "of the kind ", field, quote, typed, quote, meant));
  }
  const std::vector<std::string> starred = search::starred_phrases(clauses);
  for (const std::string& word : starred)
    context.say(fmt::format("note: in quotes the * of '{}' is punctuation; without them it finds words that begin so", word));
  if (!options.corrects || !starred.empty()) return;
  if (const auto meant = search::did_you_mean(session, text, options)) context.say(fmt::format("did you mean: {}", *meant));
}

Exit print_all(Context& context, search::Search& search) {
  QueryRows rows(context, false);
  bool any = false;
  search.for_each([&](const store::Item& item) {
    if (const auto result = search.show(item, {})) {
      rows.add(*result);
      any = true;
    }
    return true;
  });
  rows.finish();
  return any ? Exit::kDone : Exit::kNo;
}

// What was really asked tells what is missing, and what is used.
void note(const Context& context, const std::string& text, std::size_t found) {
  if (!text::has_words(text)) return;
  const std::vector<search::Clause> clauses = search::parse_query(text);
  const bool filtered = std::ranges::any_of(clauses, [](const auto& clause) { return clause.field != nullptr; });
  store::note_asked(context.opened->path(), {now(), context.actor, text, static_cast<std::int64_t>(found), filtered});
}

// Whether there are results, but none on this page.
bool behind_last(const search::Search& search, const search::SearchOptions& options) {
  return options.offset > 0 && search.found() > 0 && search.found() <= options.offset;
}

Exit print_results(Context& context, search::Search& search, const search::SearchOptions& options, const std::string* noted) {
  const std::vector<search::Result> results = search.results();
  if (noted != nullptr) note(context, *noted, results.size());
  QueryRows rows(context, options.explains);
  for (const search::Result& result : results) rows.add(result);
  rows.finish();
  if (behind_last(search, options)) {
    context.say(fmt::format("only {} found; --offset {} is behind the last",
                            counted(static_cast<std::int64_t>(search.found()), "item was", "items were"), options.offset));
  }
  // Of what is ranked there is always more; of what passes filters the rest would be missed.
  if (search.more() && !results.empty() && results.back().score.total() == 0)
    context.say(fmt::format("only {} {} shown; --limit shows more", results.size(), results.size() == 1 ? "is" : "are"));
  return results.empty() ? Exit::kNo : Exit::kDone;
}

Exit ask(Context& context, const Options& options, const std::string& text) {
  store::Store& store = context.store();
  tell_stale(context);
  const search::SearchOptions search_as = search_options(context, options);
  search::Session session(store);
  search::Search search(session, text, search_as);
  const bool logs = options.log && options.as_of.empty() && options.offset == 0 && context.settings.text("query.log") == "on";
  const Exit done = !options.facet.empty() ? print_facets(context, search, options.facet)
                    : options.count        ? print_count(context, search)
                    : options.all          ? print_all(context, search)
                                           : print_results(context, search, search_as, logs ? &text : nullptr);
  tell_misses(context, session, text, search_as, done == Exit::kDone || behind_last(search, search_as));
  return done;
}

Exit list_saved(const Context& context, store::Store& store) {
  const std::vector<store::SavedQuery> queries = store::saved_queries(store);
  Printer out(context, "saved-queries", {{"name", Column::Use::kId}, {"query", Column::Use::kText}, {"saved_at"}, {"actor"}});
  for (const store::SavedQuery& query : queries)
    out.row({Value(query.name), Value(query.text), Value(format_time(query.at)), Value(query.actor)});
  out.finish();
  if (queries.empty()) context.say("no query is saved; save one with: ckm query --save NAME WORDS");
  return queries.empty() ? Exit::kNo : Exit::kDone;
}

void save(Context& context, const std::string& name, const std::string& text) {
  if (!is_query_name(name)) {
    throw Error(Exit::kUsage, fmt::format("--save: '{}' can't be a name", name),
                "begin with a letter or a digit; more of them and - _ . may follow");
  }
  search::check_query(text);
  if (!text::has_words(text))
    throw Error(Exit::kUsage, "--save: the query is empty", "write the words to look for behind the name");
  store::Transaction transaction(context.store().db());
  const auto before = store::saved_query(context.store(), name);
  store::save_query(context.store(), {name, text, now(), context.actor});
  transaction.commit();
  if (before && *before != text) context.say(fmt::format("note: @{} was another query until now: {}", name, *before));
}

Exit forget(Context& context, const std::string& name) {
  store::Transaction transaction(context.store().db());
  const auto before = store::saved_query(context.store(), name);
  if (!store::forget_query(context.store(), name)) {
    std::vector<std::string> names;
    for (const store::SavedQuery& query : store::saved_queries(context.store())) names.push_back(query.name);
    throw Error(Exit::kNotFound, fmt::format("no query is saved as '{}'", name),
                did_you_mean(name, names, "list them with: ckm query --saved"));
  }
  transaction.commit();
  context.say(fmt::format("forgot @{}: {}", name, before.value_or("")));
  return Exit::kDone;
}

// Options that would be ignored, beyond those that exclude each other.
void need_sense(const Context& context, const Options& options) {
  if (context.format == Format::kIds) {
    for (const auto& [name, given] : {std::pair("--count", options.count), std::pair("--facet", !options.facet.empty()),
                                      std::pair("--explain", options.explain)}) {
      if (given) throw Error(Exit::kUsage, fmt::format("{} prints nothing with --format ids", name), "leave out one of them");
    }
  }
  if (options.saved && !options.words.empty())
    throw Error(Exit::kUsage, "--saved takes no WORDS", "ask a saved query with: ckm query @NAME");
  if (!options.forget.empty() && !options.words.empty())
    throw Error(Exit::kUsage, "--forget takes a name and no WORDS", "ask and forget with a command each");
  if (options.timing && options.batch.empty()) throw Error(Exit::kUsage, "--timing is for --batch", "see: ckm help query");
  if (options.explain && sort_of(options.sort) != search::Sort::kScore)
    throw Error(Exit::kUsage, fmt::format("--explain is of scores, and by {} all are 0", options.sort), "leave out --sort");
}

Exit query(Context& context, const Options& options) {
  need_sense(context, options);
  if (options.saved) return list_saved(context, context.store());
  if (!options.forget.empty()) return forget(context, options.forget);
  if (!options.batch.empty()) {
    if (!options.words.empty()) throw Error(Exit::kUsage, "--batch takes no WORDS", "put filters in the file's queries");
    go_back(context, options.as_of);
    index_seen(context);
    return query_batch(context, options.batch, search_options(context, options), options.timing);
  }
  if (context.format == Format::kTrec) throw Error(Exit::kUsage, "--format trec is for --batch", "see: ckm help query");
  if (options.words.empty()) {
    throw Error(Exit::kUsage, "WORDS is required", "see: ckm help query");
  }
  const std::string text = with_saved(context, options.words);
  go_back(context, options.as_of);
  index_seen(context);
  if (!options.save.empty()) save(context, options.save, text);
  return ask(context, options, text);
}

}  // namespace

Run declare_query(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "WORDS", .into = &options->words, .summary = "what to look for; see ckm-query(7)"});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many results (10)", .least = 1});
  args.add({.name = "--offset", .into = &options->offset, .summary = "leave out so many before them"});
  args.add({.name = "--sort",
            .into = &options->sort,
            .value = "ORDER",
            .summary = "by score, newest, updated or uses",
            .choices = {"score", "newest", "updated", "uses"}});
  args.add({.name = "--snippet", .into = &options->snippet, .summary = "columns of the passage that is shown (160); 0: none"});
  args.add({.name = "--exact", .into = &options->exact, .summary = "no other spelling of words that no item has"});
  args.add({.name = "--explain", .into = &options->explain, .summary = "what each score is made of"});
  args.add({.name = "--count",
            .into = &options->count,
            .summary = "only how many items match",
            .excludes = "--explain --limit --offset --snippet --sort"});
  args.add({.name = "--facet",
            .into = &options->facet,
            .value = "FIELDS",
            .summary = "only how many of them have each value of these fields",
            .filled = true,
            .excludes = "--count --explain --limit --offset --snippet --sort"});
  args.add({.name = "--all",
            .into = &options->all,
            .summary = "every item that matches, in the order of references",
            .excludes = "--count --explain --facet --limit --offset --sort"});
  args.add({.name = "--batch",
            .into = &options->batch,
            .value = "FILE",
            .summary = "a query a line, behind its name and a tab; - is stdin",
            .filled = true,
            .excludes = "--all --count --explain --facet --snippet"});
  args.add({.name = "--timing", .into = &options->timing, .summary = "with --batch, tell how long searching took"});
  args.add({.name = "--no-log", .into = &options->log, .summary = "don't note that it was asked", .clears = true});
  args.add({.name = "--save",
            .into = &options->save,
            .value = "NAME",
            .summary = "and keep the query, for ckm query @NAME",
            .filled = true,
            .excludes = "--batch"});
  args.add({.name = "--forget",
            .into = &options->forget,
            .value = "NAME",
            .summary = "keep that query no longer",
            .filled = true,
            .excludes = "--all --batch --count --exact --explain --facet --limit --no-log --offset --save --snippet --sort"});
  args.add(
      {.name = "--saved",
       .into = &options->saved,
       .summary = "list the queries that are kept",
       .excludes = "--all --batch --count --exact --explain --facet --forget --limit --no-log --offset --save --snippet --sort"});
  args.add({.name = "--as-of",
            .into = &options->as_of,
            .value = "TIME",
            .summary = "articles as they were then",
            .filled = true,
            .excludes = "--forget --save --saved"});
  return {[options] { return options->save.empty() && options->forget.empty() ? Access::kRead : Access::kWrite; },
          [options](Context& context) { return query(context, *options); }};
}

}  // namespace ckm::cli
