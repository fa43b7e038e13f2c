// Latin words of a query as pinyin: tuikuan finds 退款, zhishi guanli 知識管理, and tk the commonest words of two such initials.
//
// A run of words that are all spelled by syllables is looked for pair by pair, in every spelling and with every reading of a
// character: each two syllables are a unit, whose terms are the pairs of the index that are read so. A word of 2 to 6 letters
// that is no pinyin, and that no item of any kind has, is looked for by initials: the commonest pairs for two letters, else the
// likeliest chains of pairs that some document may have.
#pragma once

#include <span>
#include <vector>

#include "search/session.hh"

namespace ckm::search {

// How much of its words a unit of pinyin weighs: where no document has a word, where one has it, and for initials. Where a word
// occurs, documents that have it come before those that have its pinyin.
inline constexpr double kPinyinShare = 0.3;
inline constexpr double kKnownWordShare = 0.002;
inline constexpr double kInitialsShare = 0.2;

// Extra units for words that were weighed; `folded` is what they are read. Nothing where the corpus has no Han text. Beside words
// that are no pinyin, words that the corpus has are what they are: a question in English is not looked for as Chinese.
std::vector<Unit> pinyin_units(std::span<const Unit> words, Session& session, Corpus& corpus);

}  // namespace ckm::search
