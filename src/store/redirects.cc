#include "store/redirects.hh"

#include <fmt/format.h>

#include <algorithm>

#include "store/articles.hh"
#include "store/history.hh"

namespace ckm::store {

std::optional<Merge> merge_of(Store& store, std::string_view uid) {
  Stmt row = store.db().cached(
      "SELECT e.op, ifnull(e.snapshot ->> 'into', iif(e.snapshot IS NULL, (SELECT r.merged_into FROM removed r WHERE r.uid = ?1 "
      "ORDER BY r.item_id DESC LIMIT 1), NULL)), e.change_id, c.at, c.actor FROM change_entry e JOIN change c ON c.id = "
      "e.change_id WHERE e.uid = ?1 ORDER BY e.change_id DESC, e.seq DESC LIMIT 1");
  if (!row.bind(uid).step() || row.text(0) != "remove" || row.null(1)) return std::nullopt;
  Merge merge{std::string(uid), row.string(1), row.integer(2), row.integer(3), row.string(4)};
  return merge;
}

std::optional<Followed> follow_merge(Store& store, std::string_view uid) {
  std::vector<Merge> merges;
  for (std::string at(uid);;) {
    auto merge = merge_of(store, at);
    // Copies of a store that were joined can lead round in a circle.
    if (!merge || std::ranges::find(merges, merge->uid, &Merge::uid) != merges.end()) return std::nullopt;
    at = merge->into;
    merges.push_back(*std::move(merge));
    if (const auto item = find_article(store, at)) return Followed{*item, std::move(merges)};
  }
}

std::optional<Followed> follow(Store& store, const model::Ref& ref) {
  if (const auto item = find_item(store, ref)) return Followed{*item};
  if (!model::info(ref.kind).article) return std::nullopt;
  const auto known = find_known(store, ref);
  return known ? follow_merge(store, known->uid) : std::nullopt;
}

std::string merge_text(Store& store, std::string_view asked, const std::vector<Merge>& merges) {
  constexpr std::size_t kMostSteps = 3;
  std::string text(asked);
  const auto step = [&](std::string_view how, const Merge& merge) {
    text += fmt::format("{} into {} on {} by {}", how, article_ref(store, merge.into), format_day(merge.at), merge.actor);
  };
  for (const Merge& merge : merges) {
    if (&merge == &merges.front()) step(" was merged", merge);
    else if (merges.size() <= kMostSteps) step(", and that", merge);
    else if (&merge == &merges.back()) step(fmt::format(", by way of {} others", merges.size() - 2), merge);
  }
  return text;
}

}  // namespace ckm::store
