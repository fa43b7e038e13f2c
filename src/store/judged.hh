// Sets of queries with what answers them: what a search is measured with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct Judgement {
  std::string ref;  // As it was given: items may come into the store later, or be replaced.
  double gain = 1;  // Above 0.
};
struct JudgedQuery {
  std::string name;
  std::string text;
  std::vector<Judgement> judgements;
};

struct JudgedSet {
  std::string name;
  std::int64_t queries = 0;
  Time at = 0;
  std::string actor;
};
// By name.
std::vector<JudgedSet> judged_sets(Store& store);
// In the order in which they were saved; empty where there is no such set.
std::vector<JudgedQuery> read_judged(Store& store, std::string_view set);
// In place of the set of that name. Within the caller's write transaction.
void save_judged(Store& store, const JudgedSet& set, const std::vector<JudgedQuery>& queries);
bool forget_judged(Store& store, std::string_view set);

}  // namespace ckm::store
