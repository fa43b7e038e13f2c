// Terms of the index that are nearly a word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/terms.hh"

namespace ckm::search {

// How many insertions, deletions, replacements and swaps of neighbours make b of a, none of which touches what another one did;
// one more than `most` where it is more.
std::size_t edits_between(std::u32string_view a, std::u32string_view b, std::size_t most);

struct NearTerm {
  std::string term;
  std::size_t edits = 0;
  std::int64_t documents = 0;
};

// Terms of letters at most so many edits from one of the words, which begin with one character: the same in all segments.
// `same_start` leaves out those that begin otherwise. Stops early where `most_blocks` dictionary blocks have been read.
std::vector<NearTerm> near_terms(Corpus& corpus, const std::vector<std::u32string>& words, std::size_t most, bool same_start,
                                 std::size_t most_blocks);

}  // namespace ckm::search
