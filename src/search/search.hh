// Answers a query.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "search/rank.hh"
#include "search/snippet.hh"
#include "search/synonyms.hh"
#include "store/items.hh"

namespace ckm::search {

struct SearchOptions {
  Synonyms synonyms;
  std::size_t limit = 10;
  RankWeights weights;
  std::size_t rerank = 100;              // How many of each kind's best the second stage looks at.
  std::size_t title_columns = SIZE_MAX;  // At most, with … where something was cut.
  std::size_t snippet_columns = 160;
};

// Why a text was found that may not have the query's words.
struct Reason {
  std::string words;  // Of the query, folded.
  std::string found;  // What the text has in their place.
  std::string why;    // As the synonyms' file says it, or pinyin.
};

struct Result {
  store::Item item;
  store::Summary summary;
  Score score;
  Marked title;
  Marked snippet;
  std::vector<Reason> reasons;
};

// Best first; equal scores in the order of kind and number. With filters and no words: the documents that pass, by kind and
// number, scored 0. Throws Error{kUsage} for a query that makes no sense and kDamaged for a broken index.
std::vector<Result> search(store::Store& store, std::string_view query, const SearchOptions& options);

// The items that a query's filters, phrases and signed words let through, without ranking: what --where means. Plain words
// must all occur.
class Selection {
 public:
  Selection(store::Store& store, std::string_view query);
  [[nodiscard]] bool holds(const store::Item& item);
  // Whether anything of the kind can pass.
  [[nodiscard]] bool wants(model::Kind kind) const;

 private:
  struct PerKind;
  store::Store& store_;
  std::vector<std::shared_ptr<PerKind>> kinds_;
};

}  // namespace ckm::search
