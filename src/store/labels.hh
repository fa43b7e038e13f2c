// Which category a thing is in, and who says so: a person counts above its source, a source above a rule, a rule above a
// model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/changes.hh"
#include "store/items.hh"

namespace ckm::store {

struct EffectiveCategory {
  std::string path;    // Empty: none.
  std::string origin;  // person, source, rule or model. What an article made here says itself a person said.
  Value reason;        // For rule and model: what fired.
  std::string actor;   // For a person's label: who said it, and when.
  std::optional<Time> at;
};
EffectiveCategory effective_category(Store& store, const Item& item);

// The category that a person said, beside what the item says itself; empty where nobody did.
std::string person_label(Store& store, const Item& item);

// What a rule found in an item, whether or not its verdict counts; null where no rule fires.
Value rule_reason(Store& store, const Item& item);

// How many items are in each category of the tree, in the order of paths.
struct CategoryCount {
  std::string path;
  std::string title;
  bool rule = false;  // It has one.
  std::int64_t tickets = 0;
  std::int64_t faq = 0;
  std::int64_t by_person = 0;
  std::int64_t by_source = 0;
  std::int64_t by_rule = 0;
  std::int64_t by_model = 0;
};
std::vector<CategoryCount> count_categories(Store& store);

// A person says that a ticket is in a category; an empty path takes that back. Returns whether it changed anything.
bool label_category(Store& store, const Item& item, std::string_view path, std::string_view actor);

// A label as the history keeps it; of a ticket with its source and identifier. `said`: who said it, and when, where that is
// not who made the changeset.
struct LabelSaid {
  std::string actor;
  std::optional<Time> at;
};
std::string label_snapshot(std::string_view path, std::string_view source = {}, std::string_view external_id = {},
                           const LabelSaid& said = {});
// Says when a person said it, and who.
void sign_label(Store& store, const Item& item, Time at, std::string_view actor);

}  // namespace ckm::store
