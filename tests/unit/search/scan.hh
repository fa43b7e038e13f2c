// What a search finds, and what a look at every document finds.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "search/selection.hh"
#include "world.hh"

namespace ckm::search {

using Ids = std::set<std::pair<model::Kind, std::int64_t>>;

inline Ids found(World& world, const std::string& query) {
  SearchOptions options;
  options.limit = 100'000;
  options.rerank = 0;
  Ids ids;
  for (const Result& result : search::search(world.store(), query, options)) ids.emplace(result.item.kind, result.item.id);
  return ids;
}

// Whether the words stand one after another, characters that touch in the phrase touching.
inline bool has_phrase(const std::string& text, const std::vector<Word>& phrase) {
  const std::vector<Word> words = words_of(text);
  for (std::size_t i = 0; i + phrase.size() <= words.size(); ++i) {
    bool same = true;
    for (std::size_t j = 0; j < phrase.size(); ++j)
      same = same && words[i + j].folded == phrase[j].folded && (!phrase[j].joined || words[i + j].joined);
    if (same) return true;
  }
  return false;
}

template <typename Passes>
Ids scan(World& world, Passes passes) {
  Ids ids;
  for (const auto& [kind, docs] : world.oracle.docs) {
    for (const auto& [number, doc] : docs) {
      if (passes(kind, doc)) ids.emplace(kind, number);
    }
  }
  return ids;
}

inline Ids with_phrase(World& world, const std::string& phrase) {
  const std::vector<Word> words = words_of(phrase);
  return scan(world,
              [&](model::Kind, const Doc& doc) { return has_phrase(doc.question, words) || has_phrase(doc.answer, words); });
}

}  // namespace ckm::search
