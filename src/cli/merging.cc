#include "cli/merging.hh"

#include <fmt/format.h>

#include "base/counted.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/governance.hh"

namespace ckm::cli {
namespace {

store::Item need_article(Context& context, const store::Item& item) {
  if (model::info(item.kind).article) return item;
  const std::string ref = store::item_ref(context.store(), item);
  throw Error(Exit::kUsage, fmt::format("{} can't be merged: a ticket is what its source says", ref),
              fmt::format("say what it repeats with: ckm link {} REF --as duplicate-of", ref));
}

}  // namespace

Merging::Merging(Context& context, const std::string& into)
    : context_(context),
      into_(need_article(context, need_item(context, into))),
      ref_(store::item_ref(context.store(), into_)),
      united_(store::read_article(context.store(), into_.id)->article) {
  store::need_may_change(context.store(), into_, context.actor);
  if (united_.article().confidence == model::kConfidences.back()) {
    throw Error(Exit::kConflict, fmt::format("{} is archived: nothing is merged into it", ref_),
                fmt::format("bring it back first: ckm set {} confidence=not-validated", ref_));
  }
}

void Merging::merge(const store::Item& item, store::ChangeWriter& change) {
  store::Store& store = context_.store();
  if (need_article(context_, item) == into_) {
    throw Error(Exit::kUsage, fmt::format("{} can't be merged into itself", ref_),
                "name the duplicates, and behind --into the article that they repeat");
  }
  const model::Article other = store::read_article(store, item.id)->article;
  if (other.confidence == "validated" && united_.article().confidence == "wip") hidden_.push_back(store::item_ref(store, item));
  const search::Uniting::Got got = united_.add(other);
  phrasings_ += got.phrasings;
  tags_ += got.tags;
  if (got.narrower) {
    context_.say(fmt::format("{} is {} and {} is not: what it asks, and its tags, stay out of that", store::item_ref(store, item),
                             other.audience, ref_));
  }
  const store::Moved moved = store::merge_into(store, item, into_, change);
  moved_.uses += moved.uses;
  moved_.verdicts += moved.verdicts;
  moved_.links += moved.links;
  moved_.links_left += moved.links_left;
  ++merged_;
}

void Merging::finish(ChangedRows& rows, store::ChangeWriter& change) const {
  if (merged_ == 0) return;
  if (!hidden_.empty()) {
    context_.say(
        fmt::format("note: {} is a draft (wip), and what {} answered was validated: that is gone from what is shown; "
                    "the history has it: ckm log {}",
                    ref_, first_few(hidden_), hidden_.front()));
  }
  store::edit_article(context_.store(), into_.id, united_.article(), change);
  rows.add(ref_, into_.kind, "changed");
}
std::string Merging::told() const {
  std::string parts;
  const auto part = [&](std::int64_t n, std::string_view one, std::string_view many) {
    if (n > 0) parts += fmt::format("{}{}", parts.empty() ? ": " : ", ", counted(n, one, many));
  };
  part(phrasings_, "phrasing", "phrasings");
  part(tags_, "tag", "tags");
  part(moved_.uses, "use", "uses");
  part(moved_.verdicts, "verdict", "verdicts");
  part(moved_.links, "link", "links");
  if (moved_.links_left > 0)
    parts += fmt::format("; left out {}", counted(moved_.links_left, "link that it has or that would make no sense",
                                                  "links that it has or that would make no sense"));
  return fmt::format("merged {} into {}{}", merged_, ref_, parts);
}

}  // namespace ckm::cli
