// Articles that were merged into others (merge_into.hh): a reference to one of them leads to the other.
//
// That it was merged is what the last entry of its history says, so that it leads nowhere once it is there again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "model/ref.hh"
#include "store/items.hh"

namespace ckm::store {

// One step of the way.
struct Merge {
  std::string uid;   // Of what was merged,
  std::string into;  // and of what it was merged into.
  std::int64_t change_id = 0;
  Time at = 0;
  std::string actor;
};
// Nothing for what is there, was only removed, or never was.
std::optional<Merge> merge_of(Store& store, std::string_view uid);

struct Followed {
  Item item;
  std::vector<Merge> merges = {};  // In the order of the way; empty where the reference names the thing itself.
};
// What a reference means: the thing, or what it was merged into, be it by way of others. Nothing where neither is there.
std::optional<Followed> follow(Store& store, const model::Ref& ref);
// The same of an article that is not there, by its uid.
std::optional<Followed> follow_merge(Store& store, std::string_view uid);

// The way in words: "faq:12 was merged into faq:3 on 2026-07-01 by ann, and that into faq:5 on 2026-07-02 by bob". Of more than
// three steps the first and the last, with how many articles lie between: "faq:12 was merged into faq:3 on 2026-07-01 by ann, by
// way of 197 others into faq:9 on 2026-07-02 by bob".
std::string merge_text(Store& store, std::string_view asked, const std::vector<Merge>& merges);

}  // namespace ckm::store
