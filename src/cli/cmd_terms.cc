#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/counted.hh"
#include "base/out_file.hh"
#include "base/toml.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/stale.hh"
#include "cli/terms.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kMostDays = 36'500;

struct Options {
  std::string kind;
  std::int64_t period = 28;
  std::int64_t least = 0;
  std::int64_t limit = 20;
  bool toml = false;
};

void print(Context& context, const std::vector<FoundTerm>& terms) {
  using Use = Column::Use;
  Printer out(context, "terms",
              {{"kind"},
               {"term", Use::kId},
               {"meant"},
               {"in", Use::kPlain},
               {"count", Use::kNumber},
               {"before", Use::kNumber},
               {"articles", Use::kNumber},
               {"seen", Use::kText},
               {"texts", Use::kHidden}});
  for (const FoundTerm& term : terms) {
    std::vector<Cell> details;
    Value texts;
    if (term.texts) {
      details.emplace_back(Value(fmt::format("{} | {}", term.texts->first, term.texts->second)));
      texts = Value::strings({term.texts->first, term.texts->second});
    }
    out.row({Value(name_of(term.kind)), Value(term.term), term.meant.empty() ? Value() : Value(term.meant),
             term.said_in.empty() ? Value() : Value(term.said_in), Value(term.count),
             term.before ? Value::decimal(*term.before, 1) : Value(), Value(term.articles), Value::strings(term.seen),
             std::move(texts)},
            std::move(details));
  }
  out.finish();
}

void tell(Context& context, const Options& options, const FoundTerms& found) {
  if (options.kind.empty() || options.kind == name_of(TermKind::kRising)) {
    if (!options.toml && !found.compared && found.tickets > 0) {
      context.say(found.newest
                      ? fmt::format("note: no ticket is older than the {} before {}: nothing to compare with; see --period",
                                    counted(std::min(options.period, kMostDays), "day"), format_day(*found.newest))
                      : std::string("note: no ticket has a time up to now, so none can rise"));
    }
  }
  context.say(fmt::format("{} in {}{} and {}", counted(std::ssize(found.terms), "term"), counted(found.tickets, "ticket"),
                          found.drawn < found.tickets ? fmt::format(" ({} drawn)", found.drawn) : std::string(),
                          counted(found.queries, "query", "queries")));
}

// What may be appended to a file of synonyms. Whatever is from data stands in it as a string of TOML.
void print_toml(const std::vector<FoundTerm>& terms) {
  std::string out;
  for (const FoundTerm& term : terms) {
    if (term.meant.empty()) continue;
    const bool spelling = term.kind == TermKind::kSpelling;
    out += fmt::format("\n# {}: {}\n", counted(term.count, spelling ? "text" : "witness", spelling ? "texts" : "witnesses"),
                       toml::text(Value::strings(term.seen)));
    if (term.texts)
      out += fmt::format("# {} | {}\n", toml::text(Value(term.texts->first)), toml::text(Value(term.texts->second)));
    out += fmt::format("[[synonym]]\nwords = {}\nwhy = {}\n", toml::text(Value::strings({term.term, term.meant})),
                       toml::text(Value(spelling ? "another spelling" : "said for one another")));
  }
  write_stdout(out);
}

Exit terms(Context& context, const Options& options) {
  TermSearch search;
  for (const TermKind kind : {TermKind::kRising, TermKind::kSpelling, TermKind::kSynonym}) {
    if (options.kind.empty() ? !options.toml || kind != TermKind::kRising : options.kind == name_of(kind))
      search.kinds.push_back(kind);
  }
  if (options.toml && options.kind == name_of(TermKind::kRising))
    throw Error(Exit::kUsage, "--toml: what rises is no synonym", "ask for spelling or synonym, or leave the kind out");
  if (options.toml && context.format != Format::kTable)
    throw Error(Exit::kUsage, "--toml and --format are two ways to print", "leave one of them out");
  search.period_days = std::min(options.period, kMostDays);
  search.least = options.least;
  search.limit = static_cast<std::size_t>(options.limit);
  tell_stale(context);
  const FoundTerms found = find_terms(context, search);
  if (options.toml) print_toml(found.terms);
  else print(context, found.terms);
  tell(context, options, found);
  return found.terms.empty() ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_terms(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "KIND",
            .into = &options->kind,
            .summary = "rising, spelling or synonym; without it all",
            .choices = {std::string(name_of(TermKind::kRising)), std::string(name_of(TermKind::kSpelling)),
                        std::string(name_of(TermKind::kSynonym))}});
  args.add({.name = "--period",
            .into = &options->period,
            .value = "DAYS",
            .summary = "the days in which terms rise above the year before (28)",
            .least = 1});
  args.add({.name = "--least",
            .into = &options->least,
            .summary = "at least so many texts, or witnesses of a synonym (3)",
            .least = 1});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many of each kind (20)", .least = 1});
  args.add({.name = "--toml", .into = &options->toml, .summary = "synonyms and spellings, as entries for synonyms.toml"});
  return {[] { return Access::kRead; }, [options](Context& context) { return terms(context, *options); }};
}

}  // namespace ckm::cli
