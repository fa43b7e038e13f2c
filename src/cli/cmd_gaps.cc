#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "base/counted.hh"
#include "cli/article_file.hh"
#include "cli/declare.hh"
#include "cli/draft_sources.hh"
#include "cli/gaps.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "cli/stale.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kShown = 3;        // Tickets of a row.
constexpr std::size_t kMostDrafted = 5;  // Tickets of a draft.

struct Options {
  std::string since;
  std::int64_t limit = 20;
  bool draft = false;
  std::string message;
};

std::string ref_of(const Gap& gap) { return gap.topic == 0 ? std::string() : fmt::format("topic:{}", gap.topic); }

void print(Context& context, const std::vector<Gap>& gaps) {
  using Use = Column::Use;
  store::Store& store = context.store();
  Printer out(context, "gaps",
              {{"gap", Use::kId},
               {"volume", Use::kNumber},
               {"replies", Use::kNumber},
               {"answered", Use::kNumber},
               {"name", Use::kText},
               {"nearest"},
               {"confidence", Use::kNumber},
               {"tickets", Use::kText}});
  for (const Gap& gap : gaps) {
    if (gap.topic == 0 && context.format == Format::kIds) continue;
    Value tickets = Value::Array{};
    for (std::size_t i = 0; i < std::min(gap.tickets.size(), kShown); ++i)
      tickets.push(Value(store::item_ref(store, {model::Kind::kTicket, gap.tickets[i]})));
    out.row({Value(ref_of(gap)), Value(gap.volume), gap.topic == 0 ? Value() : Value(gap.replies),
             gap.topic == 0 ? Value() : Value::decimal(gap.answered, 2), Value(gap.name),
             gap.nearest ? Value(store::item_ref(store, *gap.nearest)) : Value(),
             gap.nearest ? Value::decimal(gap.confidence, 3) : Value(), std::move(tickets)});
  }
  out.finish();
}

// A FAQ from the topic's tickets that were answered; where one was made of them before, that one is told.
std::optional<NewArticle> draft(Context& context, const Gap& gap) {
  DraftSources sources;
  for (const std::int64_t id : gap.tickets) {
    if (sources.tickets.size() < kMostDrafted) sources.add(context.store(), {model::Kind::kTicket, id}, true);
  }
  sources.find_drafts(context.store(), true);
  if (!sources.drafts.empty()) {
    context.say(fmt::format("{}: drafted already: {}", ref_of(gap), first_few(sources.drafts)));
    return std::nullopt;
  }
  if (sources.tickets.empty()) {
    context.say(fmt::format("{}: none of its typical tickets has an answer to draft from", ref_of(gap)));
    return std::nullopt;
  }
  return NewArticle{model::draft_faq(sources.tickets).article, sources.items};
}

Exit gaps(Context& context, const Options& options) {
  GapSearch search;
  if (!options.since.empty()) search.since = need_start("--since", options.since);
  search.least = context.settings.number("suggest.least");
  FoundGaps found;
  {
    const store::Snapshot snapshot(context.store().db());
    tell_stale(context);
    found = find_gaps(context, search);
  }
  if (!found.sought) context.say("topics were not sought yet: ckm cluster; these are queries alone");
  else if (found.behind > 0)
    context.say(fmt::format("note: {} came since topics were sought: ckm cluster", counted(found.behind, "ticket")));
  const std::size_t all = found.gaps.size();
  if (found.gaps.size() > static_cast<std::size_t>(options.limit)) found.gaps.resize(static_cast<std::size_t>(options.limit));
  if (options.draft) {
    std::vector<NewArticle> drafts;
    for (const Gap& gap : found.gaps) {
      if (gap.topic == 0) continue;
      if (auto one = draft(context, gap)) drafts.push_back(std::move(*one));
    }
    save_new_articles(context, drafts, options.message);
    context.say(drafts.empty() ? "nothing to draft is new"
                               : fmt::format("drafted {}", counted(static_cast<std::int64_t>(drafts.size()), "FAQ", "FAQ")));
    return drafts.empty() ? Exit::kNo : Exit::kDone;
  }
  print(context, found.gaps);
  context.say(
      fmt::format("{} in {} and {}", counted(static_cast<std::int64_t>(all), "gap"),
                  counted(static_cast<std::int64_t>(found.topics), "topic"),
                  counted(static_cast<std::int64_t>(found.queries), "query without a result", "queries without a result")));
  return all > 0 ? Exit::kDone : Exit::kNo;
}

}  // namespace

Run declare_gaps(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "--since",
            .into = &options->since,
            .value = "TIME",
            .summary = "only tickets and queries of that time",
            .filled = true});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many (20)", .least = 1});
  args.add({.name = "--draft",
            .into = &options->draft,
            .summary = "add a draft of a FAQ for each topic, from the replies in its tickets"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[options] { return options->draft ? Access::kWrite : Access::kRead; },
          [options](Context& context) { return gaps(context, *options); }};
}

}  // namespace ckm::cli
