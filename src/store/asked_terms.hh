// How many of the questions that were asked have a term (derived; search/asked_terms.hh counts them, ckm-store(5) tells which).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/store.hh"

namespace ckm::store {

// By term; the empty one is of all questions.
using AskedTerms = std::unordered_map<std::string, std::int64_t>;

std::int64_t asked_with(Store& store, std::string_view term);
std::int64_t asked_in_all(Store& store);
// Whether each of these counts is from 1 to that of all.
bool asked_terms_can_be(Store& store);

// In place of all, and of the wordings that wait.
void write_asked_terms(Store& store, const AskedTerms& terms);
// Adds to them; none stays below 1.
void change_asked_terms(Store& store, const AskedTerms& changes);

// Wordings that came or went since they were counted, at most `limit`, in that order, taken off the list.
struct ChangedWording {
  std::string text;
  std::int64_t change = 0;  // 1, or -1: it is gone.
};
std::vector<ChangedWording> take_changed_wordings(Store& store, std::int64_t limit);

}  // namespace ckm::store
