// Articles whose titles ask just the same, whatever their case, signs and blanks.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "model/article.hh"
#include "search/search.hh"

namespace ckm::search {

// Of the same kind and language. Threads: belongs to one.
class Repeats {
 public:
  // `all`: every article will be asked for, and those that came before are remembered; else the index finds the others. The
  // store must outlive it.
  Repeats(store::Store& store, bool all) : store_(store), all_(all), session_(store) { options_.corrects = false; }

  // Another one that asks the same, neither archived nor in work; nothing where there is none. Throws as Search does.
  std::optional<store::Item> find(const store::Item& item, const model::Article& article);

 private:
  std::optional<store::Item> find_other(const store::Item& item, const model::Article& article, const std::string& asked);
  store::Store& store_;
  bool all_;
  Session session_;
  SearchOptions options_;
  std::unordered_map<std::string, store::Item> met_;  // By what their question says.
};

}  // namespace ckm::search
