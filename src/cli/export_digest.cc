#include "cli/export_digest.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/utf8.hh"
#include "cli/seen.hh"
#include "model/audience.hh"
#include "store/articles.hh"
#include "store/asked_log.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/uses.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMost = 10;

// An article as it is compared: one that is archived counts as gone.
struct State {
  store::StoredArticle stored;
  store::EffectiveCategory category;
};

std::optional<State> state_of(store::Store& store, std::string_view uid) {
  const std::int64_t id = store::find_article_by_uid(store, uid);
  if (id == 0) return std::nullopt;
  State state{*store::read_article(store, id), {}};
  if (state.stored.article.confidence == "archived") return std::nullopt;
  state.category = store::effective_category(store, {state.stored.article.kind, id});
  return state;
}

void for_each_article(store::Store& store, const std::function<void(const std::string& uid)>& visit) {
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.article) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      visit(store::item_uid(store, {kind.kind, id}));
      return true;
    });
  }
}

formats::DigestArticle line_of(const State& state, std::string note) {
  return {state.stored.ref, utf8::one_line(state.stored.article.title), state.category.path, std::move(note)};
}

// The category that somebody said. What programs say has no history.
std::string said(const store::EffectiveCategory& category) {
  return category.origin == "person" || category.origin == "source" ? category.path : "";
}

// The names of the fields that two states have not alike; empty where nobody changed anything. What those outside see of an
// article's category may be a program's word.
std::string changed_fields(const Context& context, const State& then, const State& now) {
  std::vector<std::string> names;
  for (const store::FieldChange& change :
       store::field_changes(model::to_value(then.stored.article), model::to_value(now.stored.article))) {
    if (change.name != "category") names.push_back(change.name);
  }
  if (context.audience == model::Audience::kInternal && said(then.category) != said(now.category)) names.emplace_back("category");
  return fmt::format("{}", fmt::join(names, ", "));
}

// Why an article is not seen any more. Those outside are told no more than that.
std::string why_gone(Context& context, const std::string& uid) {
  if (context.audience != model::Audience::kInternal) return {};
  const std::int64_t id = store::find_article_by_uid(*context.opened, uid);
  return id == 0 ? "removed" : "archived";
}

std::vector<formats::DigestCount> most_missed(store::Store& store, Time since) {
  std::map<std::string, formats::DigestCount> asked;
  store::for_each_question(store, [&](const store::Asked& question) {
    if (question.at < since || question.found > 0) return;
    formats::DigestCount& one = asked[text::fold(question.text)];
    if (one.count++ == 0) one.text = utf8::one_line(question.text);
  });
  std::vector<formats::DigestCount> counts;
  for (auto& [folded, one] : asked) counts.push_back(std::move(one));
  std::ranges::stable_sort(counts, std::ranges::greater(), &formats::DigestCount::count);
  counts.resize(std::min(counts.size(), kMost));
  return counts;
}

}  // namespace

formats::Digest digest_since(Context& context, Time since) {
  formats::Digest digest;
  digest.since = since;
  digest.until = now();
  store::Store then = seen_at(context, since);
  store::Store& store = context.store();
  for_each_article(store, [&](const std::string& uid) {
    const auto after = state_of(store, uid);
    const auto before = after ? state_of(then, uid) : std::nullopt;
    if (!after) return;
    if (!before) digest.added.push_back(line_of(*after, {}));
    else if (std::string fields = changed_fields(context, *before, *after); !fields.empty())
      digest.changed.push_back(line_of(*after, std::move(fields)));
  });
  for_each_article(then, [&](const std::string& uid) {
    const auto before = state_of(then, uid);
    if (before && !state_of(store, uid)) digest.retired.push_back(line_of(*before, why_gone(context, uid)));
  });
  for (const auto& [item, uses] : store::most_used(store, since, kMost)) {
    const auto stored = store::read_article(store, item.id);
    digest.used.push_back({stored->ref, utf8::one_line(stored->article.title), uses});
  }
  if (context.audience == model::Audience::kInternal) digest.missed = most_missed(*context.opened, since);
  return digest;
}

}  // namespace ckm::cli
