// What a store holds, in numbers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/kind.hh"
#include "store/store.hh"

namespace ckm::store {

struct SourceCount {
  model::Kind kind = model::Kind::kTicket;
  std::string source;
  std::int64_t items = 0;
};

struct Overview {
  std::int64_t schema_version = 0;
  std::vector<SourceCount> items;  // By kind, then source.
  std::int64_t categories = 0;
  std::int64_t customers = 0;
  std::int64_t people = 0;
  std::int64_t purchases = 0;
  std::int64_t links = 0;
  std::int64_t changes = 0;
};
Overview read_overview(Store& store);

// Of one kind that can be searched.
std::int64_t count_items(Store& store, model::Kind kind);

// A text that is another whenever the truth is: what random numbers are stirred with.
std::string state_of(Store& store);

// Gives pages that nothing needs any more back to the file system.
void give_back_space(Store& store);

}  // namespace ckm::store
