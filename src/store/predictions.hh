// What rules and models say that things are, and which things they have not judged yet.
//
// A prediction counts where neither a person nor the source says anything; a doubt counts nowhere and is there for people to look
// at. An item has at most one of both for a field.
//
// All calls that write happen within the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/items.hh"
#include "store/targets.hh"

namespace ckm::store {

struct Verdict {
  std::string value;      // Of category its path; empty in a doubt: no idea.
  std::string origin;     // rule or model.
  double confidence = 1;  // How probable it is to be right.
  Value reason;           // An object: what fired, or what else it may be.
  bool sure = true;       // False: a doubt.
};

// Nothing where neither has judged, or where they have nothing to say.
std::optional<Verdict> read_verdict(Store& store, const Item& item, const Target& target);

enum class Wrote : std::uint8_t { kNothing, kReason, kValue };
// Writes what is said now in the place of what was said. kValue: what counts is another value than before; kReason: anything
// else differs.
Wrote write_verdict(Store& store, const Item& item, const Target& target, const std::optional<Verdict>& verdict);

// What was predicted of the items of a kind for fields other than category, where a filter sees it.
std::vector<std::pair<std::string, std::string>> predicted_values(Store& store, const Item& item);

// Makes all tickets and FAQ to be judged (again), by what `with` stands for: rules, classifiers and settings.
void judge_all(Store& store, std::string_view with);
// What the last judging was done with; empty: none was.
std::string judged_with(Store& store);
// Of the kinds that are judged, at most `limit` items that are to be, of one kind; empty: none is.
std::vector<Item> to_judge(Store& store, std::int64_t limit);
std::int64_t count_to_judge(Store& store);
// What to_judge gave is done.
void note_judged(Store& store, const std::vector<Item>& items);
// An item that was there before and came back under its number: no trigger knows it.
void queue_judging(Store& store, const Item& item);
// All of which a rule or model says that they are in a category, or may be.
void queue_judging_in(Store& store, std::int64_t category);
// Those of them that still are to be judged, by kind and number.
std::vector<Item> queued_in(Store& store, std::int64_t category);
// One of them is done.
void unqueue_judging(Store& store, const Item& item);
// Whether the tree has a rule, or something in it is there by one.
bool has_rules(Store& store);

// Of a field, what is least certain first: doubts, then what a model predicted; but not where a person or the source has said
// something. Ids above `most` confidence are left out.
struct Uncertain {
  Item item;
  Verdict verdict;
};
std::vector<Uncertain> least_certain(Store& store, const Target& target, double most, std::int64_t limit);

}  // namespace ckm::store
