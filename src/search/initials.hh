// Words of a query as the initials of syllables; part of the pinyin lane (pinyin_lane.hh).
#pragma once

#include <vector>

#include "search/han_pairs.hh"
#include "search/session.hh"

namespace ckm::search {

// Adds the units for one word, where it can be initials: see pinyin_lane.hh.
void add_initials(const Unit& word, Session& session, Corpus& corpus, PairFinder& finder, std::vector<Unit>& into);

}  // namespace ckm::search
