#include "search/session.hh"

#include <algorithm>

namespace ckm::search {

bool Session::knows(const Unit& word) {
  return word.function_word || std::ranges::any_of(model::kKinds, [&](const model::KindInfo& kind) {
           if (!kind.searchable) return false;
           Corpus& all = corpus(kind.kind);
           return all.has_any(terms_of(word.folded, all, stemmers_));
         });
}

}  // namespace ckm::search
