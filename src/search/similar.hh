// The words that tell a text from others: what is looked for to find texts like it.
#pragma once

#include <vector>

#include "search/terms.hh"
#include "store/items.hh"

namespace ckm::search {

// The words of its question, in order, without function words; behind them as extra ones those of its answer that say most by how
// often they occur and how few items have them, for half of what they weigh. Where it has no question the latter alone, not
// extra. Weighed. Words of the question count where no item has them, so that kinds of items can be compared.
std::vector<Unit> units_like(const store::SearchText& text, Corpus& corpus, Stemmers& stemmers);

}  // namespace ckm::search
