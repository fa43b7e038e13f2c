// The classifiers that a store keeps, one a field, as bytes: what is in them learn/classifier.hh knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hh"
#include "base/time.hh"
#include "base/value.hh"
#include "store/store.hh"

namespace ckm::store {

struct StoredClassifier {
  std::string field;
  std::int64_t number = 0;  // Of how many trainings of the field it is the last.
  Time made_at = 0;
  std::string filter;  // The query that chose the texts; empty: all.
  std::uint64_t seed = 0;
  ContentHash fingerprint{};     // Of the texts, their names and labels.
  std::int64_t last_ticket = 0;  // The highest ticket that there was.
  Value figures;                 // An object.
  std::string data;              // Empty where it was not asked for.
};

// In the order of their fields, without their data.
std::vector<StoredClassifier> read_classifiers(Store& store);
// With its data.
std::optional<StoredClassifier> read_classifier(Store& store, std::string_view field);
// Takes the place of the field's one, in the caller's transaction; its number is the next one, and is set. Returns false, and
// leaves what is there, where that has the same data and filter.
bool write_classifier(Store& store, StoredClassifier& classifier);
// Other data of one that is there, which is the same one: without what was forgotten.
void write_classifier_data(Store& store, std::string_view field, std::string_view data);
// Returns whether there was one. What it predicted goes too.
bool drop_classifier(Store& store, std::string_view field);
// The highest ticket; 0 where there is none.
std::int64_t last_ticket(Store& store);

}  // namespace ckm::store
