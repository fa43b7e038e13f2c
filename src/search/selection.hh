// The items that a query lets through, without ranking: what --where means.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "search/session.hh"
#include "store/items.hh"

namespace ckm::search {

class Plan;

// Plain words must all occur.
class Selection {
 public:
  // Throws as parse_query and kinds_of do.
  Selection(store::Store& store, std::string_view query);
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;
  ~Selection();
  [[nodiscard]] bool holds(const store::Item& item) const;
  // Whether anything of the kind can pass.
  [[nodiscard]] bool wants(model::Kind kind) const;

 private:
  Session session_;
  std::vector<std::unique_ptr<Plan>> plans_;
};

}  // namespace ckm::search
