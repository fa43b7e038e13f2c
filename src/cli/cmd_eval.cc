#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/number.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/eval_input.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/saved_words.hh"
#include "cli/stale.hh"
#include "search/quality.hh"
#include "search/search.hh"
#include "store/redirects.hh"

namespace ckm::cli {
namespace {

constexpr int kDecimals = 4;

struct Options {
  std::string set;
  std::string queries;
  std::string qrels;
  std::string prefix;
  std::string where;
  std::string min;
  std::string save;
  std::string forget;
  std::int64_t at = 10;
  bool misses = false;
  bool sets = false;
};

std::vector<std::string> measures() { return {std::begin(search::kMeasures), std::end(search::kMeasures)}; }

// mrr=0.8,hit=0.9; mrr@10=0.8 too where measures are taken at 10.
std::map<std::string, double> minima(const std::string& text, std::int64_t at_rank) {
  std::map<std::string, double> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::string part = text.substr(at, end - at);
    at = end + 1;
    const auto sign = std::min(part.find('='), part.size());
    std::string name = part.substr(0, sign);
    const auto value = parse_number(std::string_view(part).substr(std::min(sign + 1, part.size())));
    const std::vector<std::string> names = measures();
    const std::string suffix = fmt::format("@{}", at_rank);
    if (std::ranges::find(names, name) == names.end() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
    const std::string bare = name.substr(0, name.find('@'));
    if (std::ranges::find(names, name) == names.end() && std::ranges::find(names, bare) != names.end())
      throw Error(Exit::kUsage, fmt::format("--min: {} is not measured, but {}{}", name, bare, suffix),
                  "choose how many results count with --at");
    if (std::ranges::find(names, name) == names.end())
      throw Error(Exit::kUsage, fmt::format("--min: there is no measure '{}'", name),
                  did_you_mean(name, names, fmt::format("one of: {}", fmt::join(names, ", "))));
    if (!value || *value < 0 || *value > 1)
      throw Error(Exit::kUsage, fmt::format("--min: '{}' is no number from 0 to 1", part.substr(std::min(sign + 1, part.size()))),
                  "write --min mrr=0.8, for example");
    out[name] = *value;
  }
  return out;
}

struct Missed {
  const store::JudgedQuery* query;
  std::size_t rank;  // Of the first that is relevant, from 1; 0 for none.
  std::string instead;
};

struct Measured {
  std::vector<search::Quality> all;
  std::vector<Missed> missed;
  std::size_t unjudged = 0;  // Queries of which nothing is known to be relevant. They are not asked.
  std::size_t unknown = 0;   // References that the store doesn't have.
};

// How relevant an item is to a query, by what the store has under its references.
std::map<std::pair<model::Kind, std::int64_t>, double> gains_of(store::Store& store, const store::JudgedQuery& query,
                                                                Measured& measured) {
  std::map<std::pair<model::Kind, std::int64_t>, double> gains;
  for (const store::Judgement& judgement : query.judgements) {
    const auto ref = model::parse_ref(judgement.ref);
    const auto followed = ref ? store::follow(store, *ref) : std::nullopt;
    if (!followed) {
      ++measured.unknown;
      continue;
    }
    // What answers a query does so with what was merged into it.
    double& gain = gains[{followed->item.kind, followed->item.id}];
    gain = std::max(gain, judgement.gain);
  }
  return gains;
}

// What a query finds, best first; nothing where it makes no sense, which is told: a set may be older than the program.
std::optional<std::vector<search::Candidate>> ask(search::Session& session, const store::JudgedQuery& query,
                                                  const std::string& where, const search::SearchOptions& options, BadLines& bad) {
  try {
    return search::Search(session, where.empty() ? query.text : query.text + " " + where, options).best();
  } catch (const Error& e) {
    if (e.code() != Exit::kUsage) throw;
    bad.tell(fmt::format("query {}", query.name), e.what(), e.hint());
    return std::nullopt;
  }
}

Measured run(Context& context, const std::vector<store::JudgedQuery>& queries, const std::string& where, const Options& options,
             BadLines& bad) {
  search::SearchOptions search_as;
  search_as.synonyms = read_synonyms(context.db);
  search_as.weights = context.settings.weights();
  search_as.limit = static_cast<std::size_t>(options.at);
  search::Session session(context.store());
  ProgressLine progress("asking", "queries", !context.quiet);
  Measured measured;
  for (const store::JudgedQuery& query : queries) {
    stop_if_interrupted();
    if (query.judgements.empty()) {
      ++measured.unjudged;
      continue;
    }
    const auto relevant = gains_of(context.store(), query, measured);
    const auto results = ask(session, query, where, search_as, bad);
    if (!results) continue;
    std::vector<double> gains;
    std::string first;
    for (const search::Candidate& found : *results) {
      const auto judged = relevant.find({found.item.kind, found.item.id});
      gains.push_back(judged != relevant.end() ? judged->second : 0);
      if (first.empty()) first = store::item_ref(context.store(), found.item);
    }
    std::vector<double> judged;
    for (const store::Judgement& judgement : query.judgements) judged.push_back(judgement.gain);
    measured.all.push_back(search::quality_of(gains, judged, static_cast<std::size_t>(options.at)));
    const auto hit = std::ranges::find_if(gains, [](double gain) { return gain > 0; });
    if (hit != gains.begin() || gains.empty())
      measured.missed.push_back({&query, hit == gains.end() ? 0 : static_cast<std::size_t>(hit - gains.begin()) + 1, first});
    progress.show(static_cast<std::int64_t>(measured.all.size()), measured.all.size(), queries.size());
  }
  return measured;
}

// Zeros over nothing would look as if the search had become bad.
void need_measured(const Measured& measured, const Options& options) {
  if (!measured.all.empty()) return;
  if (measured.unjudged == 0) throw Error(Exit::kInput, "none of the queries could be asked", "mend them and save the set again");
  throw Error(Exit::kInput, "none of the queries has a judgement",
              options.qrels.empty()
                  ? "see ckm-eval(1) for their form"
                  : fmt::format("{} must name the queries as {} does, with a relevance above 0", options.qrels, options.queries));
}

void print_misses(const Context& context, const Measured& measured) {
  using Use = Column::Use;
  Printer out(context, "misses", {{"query"}, {"rank", Use::kNumber}, {"relevant", Use::kId}, {"instead"}, {"text", Use::kText}});
  for (const Missed& missed : measured.missed) {
    const auto& judgements = missed.query->judgements;
    out.row({Value(missed.query->name), missed.rank > 0 ? Value(static_cast<std::int64_t>(missed.rank)) : Value(),
             Value(judgements.empty() ? "" : judgements.front().ref), Value(missed.instead), Value(missed.query->text)});
  }
  out.finish();
}

// Returns whether each measure reaches its minimum.
bool print_measures(const Context& context, const Measured& measured, const Options& options) {
  using Use = Column::Use;
  const auto least = minima(options.min, options.at);
  Printer out(context, "eval",
              {{"measure", Use::kId},
               {"value", Use::kNumber},
               {"low", Use::kNumber},
               {"high", Use::kNumber},
               {"min", Use::kNumber},
               {"queries", Use::kNumber}});
  bool enough = true;
  for (const std::string& name : measures()) {
    const search::Mean mean = search::mean_of(measured.all, name);
    const auto wanted = least.find(name);
    enough = enough && (wanted == least.end() || mean.value >= wanted->second);
    const std::string label = name == "r@1" ? name : fmt::format("{}@{}", name, options.at);
    out.row({Value(label), Value::decimal(mean.value, kDecimals), Value::decimal(mean.low, kDecimals),
             Value::decimal(mean.high, kDecimals), wanted != least.end() ? Value::decimal(wanted->second, kDecimals) : Value(),
             Value(static_cast<std::int64_t>(measured.all.size()))});
  }
  out.finish();
  return enough;
}

std::vector<store::JudgedQuery> chosen(Context& context, const Options& options, BadLines& bad) {
  if (!options.queries.empty() && !options.set.empty())
    throw Error(Exit::kUsage, fmt::format("the saved set {} and --queries are both given", options.set),
                "ask one of them; --save NAME keeps queries of a file as a set");
  if (options.queries.empty() && options.set.empty())
    throw Error(Exit::kUsage, "--queries FILE or the name of a saved set is required", "see: ckm help eval");
  if (options.queries.empty() && (!options.qrels.empty() || !options.prefix.empty()))
    throw Error(Exit::kUsage, "--qrels and --prefix go with --queries", "a saved set has its judgements");
  if (!options.queries.empty()) return read_judged_files(options.queries, options.qrels, options.prefix, bad);
  std::vector<store::JudgedQuery> queries = store::read_judged(context.store(), options.set);
  if (!queries.empty()) return queries;
  std::vector<std::string> names;
  for (const store::JudgedSet& set : store::judged_sets(context.store())) names.push_back(set.name);
  throw Error(Exit::kNotFound, fmt::format("no set is saved as '{}'", options.set),
              did_you_mean(options.set, names, "list them with: ckm eval --sets"));
}

Exit list_sets(Context& context) {
  const std::vector<store::JudgedSet> sets = store::judged_sets(context.store());
  Printer out(context, "eval-sets", {{"name", Column::Use::kId}, {"queries", Column::Use::kNumber}, {"saved_at"}, {"actor"}});
  for (const store::JudgedSet& set : sets)
    out.row({Value(set.name), Value(set.queries), Value(format_time(set.at)), Value(set.actor)});
  out.finish();
  if (sets.empty()) context.say("no set is saved; save one with: ckm eval --queries FILE --save NAME");
  return sets.empty() ? Exit::kNo : Exit::kDone;
}

Exit forget(Context& context, const std::string& name) {
  store::Transaction transaction(context.store().db());
  if (!store::forget_judged(context.store(), name))
    throw Error(Exit::kNotFound, fmt::format("no set is saved as '{}'", name), "list them with: ckm eval --sets");
  transaction.commit();
  return Exit::kDone;
}

Exit eval(Context& context, const Options& options) {
  if (!options.set.empty() && (options.sets || !options.forget.empty()))
    throw Error(Exit::kUsage, fmt::format("{} takes no SET", options.sets ? "--sets" : "--forget"),
                "measure it with a command of its own");
  if (options.sets) return list_sets(context);
  if (!options.forget.empty()) return forget(context, options.forget);
  minima(options.min, options.at);
  const std::string where = need_where(context.store(), options.where);
  BadLines bad(context);
  const std::vector<store::JudgedQuery> queries = chosen(context, options, bad);
  if (queries.empty())
    throw Error(Exit::kInput, fmt::format("{} holds no query", options.queries), "see ckm-eval(1) for its form");
  tell_stale(context);
  const Measured measured = run(context, queries, where, options, bad);
  need_measured(measured, options);
  bad.sum_up(options.save.empty() ? "" : ", so the set is not saved");
  if (!bad.any() && !options.save.empty()) {
    store::Transaction transaction(context.store().db());
    store::save_judged(context.store(), {options.save, 0, now(), context.actor}, queries);
    transaction.commit();
  }
  if (measured.unjudged > 0)
    context.say(fmt::format("note: {} no judgement and {} left out",
                            counted(static_cast<std::int64_t>(measured.unjudged), "query has", "queries have"),
                            measured.unjudged == 1 ? "is" : "are"));
  if (measured.unknown > 0)
    context.say(fmt::format("note: {} of the judgements {} not in the store",
                            counted(static_cast<std::int64_t>(measured.unknown), "reference"),
                            measured.unknown == 1 ? "is" : "are"));
  if (options.misses) {
    print_misses(context, measured);
    return bad.any() ? Exit::kInput : measured.missed.empty() ? Exit::kDone : Exit::kNo;
  }
  const bool enough = print_measures(context, measured, options);
  if (!enough) context.say("below the minimum");
  return bad.any() ? Exit::kInput : enough ? Exit::kDone : Exit::kNo;
}

}  // namespace

Run declare_eval(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "SET", .into = &options->set, .summary = "a saved set of queries"});
  args.add(
      {.name = "--queries", .into = &options->queries, .value = "FILE", .summary = "queries and what answers them, a line each"});
  args.add({.name = "--qrels", .into = &options->qrels, .value = "FILE", .summary = "what answers them, where it stands apart"});
  args.add({.name = "--prefix", .into = &options->prefix, .summary = "what to put before each reference, such as faq:help/"});
  args.add(
      {.name = "--where", .into = &options->where, .value = "QUERY", .summary = "filters for all queries, such as kind:faq"});
  args.add({.name = "--at", .into = &options->at, .summary = "how many results count (10)", .least = 1});
  args.add({.name = "--min", .into = &options->min, .value = "NAME=N,…", .summary = "exit 1 where a measure is below: mrr=0.8"});
  args.add({.name = "--misses", .into = &options->misses, .summary = "list the queries whose first result is not relevant"});
  args.add({.name = "--save", .into = &options->save, .value = "NAME", .summary = "and keep the queries in the store"});
  const std::string others = "--queries --qrels --prefix --where --at --min --misses --save";
  args.add({.name = "--sets", .into = &options->sets, .summary = "list the sets that are kept", .excludes = others});
  args.add({.name = "--forget",
            .into = &options->forget,
            .value = "NAME",
            .summary = "keep that set no longer",
            .filled = true,
            .excludes = others + " --sets"});
  return {[options] { return options->save.empty() && options->forget.empty() ? Access::kRead : Access::kWrite; },
          [options](Context& context) { return eval(context, *options); }};
}

}  // namespace ckm::cli
