// Where two answers to one question can't both hold.
//
// Facts of one measure are compared (facts.hh): what both tell alike, in whatever spelling, is put aside, each fact with one of
// the other answer. Alike are values of which one meaning is the same, a number in a range, a date or a version that is told more
// exactly, a month and thirty days. Of what is left
//
//   - where one answer has nothing left it merely says less: no conflict;
//   - where nothing of that measure was alike, the two that stand beside the same words contradict each other, else the first
//   ones;
//   - else only those that stand beside the same words do: 满100元减20元, 满100元减30元; without any words beside them those that
//     have the same place among as many.
//
// Words that stand beside several facts of a measure tell none of them apart and don't count. The least and the most of something
// ("at least 5 days", "within 14 days") don't contradict each other unless the least is more.
// Times fifty times as long as others beside other words are of other things: a button is held for seconds, a refund takes days.
#pragma once

#include <string_view>
#include <vector>

#include "insight/facts.hh"

namespace ckm::insight {

struct Contradiction {
  Fact left;
  Fact right;
};
// In the order of the left one.
std::vector<Contradiction> contradictions(const std::vector<Fact>& left, const std::vector<Fact>& right);
std::vector<Contradiction> contradictions(std::string_view left, std::string_view right);

// Whether two questions ask for other things by their numbers: facts that contradict each other, or numbers of models, errors and
// steps that just one has.
bool ask_otherwise(std::string_view left, std::string_view right);

}  // namespace ckm::insight
