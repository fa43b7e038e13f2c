#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <memory>
#include <optional>

#include "base/time.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "cli/saved_words.hh"
#include "cli/seen.hh"
#include "model/audience.hh"
#include "search/selection.hh"
#include "store/articles.hh"

namespace ckm::cli {
namespace {

using model::Audience;

// Those outside of the team, the widest first.
constexpr std::array kOutside = {Audience::kPublic, Audience::kPartner};

struct WhyOptions {
  std::vector<std::string> refs;
};

struct ListOptions {
  std::string where;
  bool hidden = false;
};

// Why those of an audience do not see an item.
std::vector<std::string> why_hidden(const std::optional<store::StoredArticle>& stored, Audience audience) {
  if (!stored) return {"tickets are for the team alone"};
  return model::why_hidden(stored->article, audience, now());
}

Exit why(Context& context, const WhyOptions& options) {
  if (context.audience != Audience::kInternal)
    throw Error(Exit::kConflict, "ckm audience why tells of what is internal",
                "leave out --audience, or write: --audience internal");
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  const std::vector<std::string> words = read_words(options.refs);
  if (words.empty()) throw Error(Exit::kUsage, "REF is required", "see: ckm help audience");
  const std::vector<store::Item> items = need_items(context, words);
  Printer out(context, "audience-why",
              {{"ref", Column::Use::kId}, {"audience"}, {"sees"}, {"why", Column::Use::kText}, {"without", Column::Use::kText}});
  bool all = true;
  for (const store::Item& item : items) {
    std::optional<store::StoredArticle> stored;
    if (model::info(item.kind).article) stored = store::read_article(store, item.id);
    for (const Audience audience : kOutside) {
      const std::vector<std::string> reasons = why_hidden(stored, audience);
      std::string without;
      if (reasons.empty()) without = fmt::format("{}", fmt::join(model::withheld(stored->article), ", "));
      if (audience == Audience::kPublic && !reasons.empty()) all = false;
      out.row({Value(store::item_ref(store, item)), Value(model::audience_name(audience)), Value(reasons.empty() ? "yes" : "no"),
               Value(fmt::format("{}", fmt::join(reasons, "; "))), Value(without)});
    }
  }
  out.finish();
  return all ? Exit::kDone : Exit::kNo;
}

// The widest audience that sees an article.
Audience seen_by(const model::Article& article) {
  for (const Audience audience : kOutside) {
    if (model::why_hidden(article, audience, now()).empty()) return audience;
  }
  return Audience::kInternal;
}

Exit list(Context& context, const ListOptions& options) {
  if (!options.where.empty()) index_seen(context);
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  std::optional<search::Selection> selection;
  if (!options.where.empty()) selection.emplace(store, need_where(store, options.where));
  Printer out(context, "audience-list",
              {{"ref", Column::Use::kId}, {"audience"}, {"seen_by"}, {"why", Column::Use::kText}, {"title", Column::Use::kText}});
  bool any = false;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.article) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      if (selection && !selection->holds({kind.kind, id})) return true;
      const store::StoredArticle stored = *store::read_article(store, id);
      const model::Article& article = stored.article;
      const Audience meant = model::audience_from_name(article.audience).value_or(Audience::kInternal);
      if (meant == Audience::kInternal) return true;
      const Audience seen = seen_by(article);
      if (options.hidden && seen == meant) return true;
      any = true;
      out.row({Value(stored.ref), Value(article.audience), Value(model::audience_name(seen)),
               Value(fmt::format("{}", fmt::join(model::why_hidden(article, meant, now()), "; "))), Value(article.title)});
      return true;
    });
  }
  out.finish();
  if (!any) context.say(options.hidden ? "nothing is held back" : "no article is meant for others than the team");
  return any ? Exit::kDone : Exit::kNo;
}

Run declare_why(Args& args) {
  const auto options = std::make_shared<WhyOptions>();
  args.add({.name = "REF", .into = &options->refs, .summary = "items, such as faq:12; - reads them from standard input"});
  return {[] { return Access::kRead; }, [options](Context& context) { return why(context, *options); }};
}

Run declare_list(Args& args) {
  const auto options = std::make_shared<ListOptions>();
  args.add(
      {.name = "--where", .into = &options->where, .value = "QUERY", .summary = "only what this lets through; see ckm-query(7)"});
  args.add(
      {.name = "--hidden", .into = &options->hidden, .summary = "only those that they are meant for and who do not see them"});
  return {[] { return Access::kRead; }, [options](Context& context) { return list(context, *options); }};
}

}  // namespace

Run declare_audience(Args& args) {
  static constexpr std::array kSubcommands = {
      Subcommand{"list", "List articles that are meant for partners or the public", declare_list},
      Subcommand{"why", "Say who outside of the team sees an item, and why others do not", declare_why},
  };
  return declare_subcommands(args, kSubcommands);
}

}  // namespace ckm::cli
