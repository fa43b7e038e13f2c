#include "search/session.hh"

#include <fmt/format.h>

#include <algorithm>

#include "index/block.hh"
#include "store/queue.hh"

namespace ckm::search {

// The filters know just the documents that count in a segment, and what is in neither has yet to be indexed.
void Session::need_rows(const Corpus& corpus) {
  const bool filters = store::has_facets(corpus.store(), corpus.kind());
  const bool segments = corpus.documents() > 0;
  const std::string_view plural = model::info(corpus.kind()).plural;
  if (filters && !segments) index::damaged(fmt::format("the filters know {} that no segment has", plural));
  if (segments && !filters) index::damaged(fmt::format("no filter knows the {} of its segments", plural));
  if (!segments && store::must_be_indexed(corpus.store(), corpus.kind()))
    index::damaged(fmt::format("{} that were indexed are in no segment", plural));
}

bool Session::knows(const Unit& word) {
  return word.function_word || std::ranges::any_of(model::kKinds, [&](const model::KindInfo& kind) {
           if (!kind.searchable) return false;
           Corpus& all = corpus(kind.kind);
           return all.has_any(terms_of(word.folded, all, stemmers_));
         });
}

}  // namespace ckm::search
