// Which of the lists in an object holds the records: by its name, or by what its first element is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "formats/format.hh"
#include "formats/json_records.hh"
#include "formats/mapping.hh"

namespace ckm::formats {

// Whether a list of that name holds records of that kind, whatever stands in it. Tickets stand for articles too.
bool names_records(std::string_view list, model::Kind kind);

// A list of objects that came before one that is known to hold the records. Its elements stay in the object around it.
struct HeldList {
  // How much speaks for it.
  enum class Fit : std::uint8_t {
    kNone,
    kName,  // Its elements have a name, as all things do,
    kText,  // or a text that a record of the kind can live on,
    kSure,  // or what one of the maps that ckm comes with asks for, of that kind.
  };
  std::string name;
  std::size_t member = 0;     // Of the object, from 0.
  std::vector<Place> places;  // Of its elements.
  Fit fit = Fit::kNone;       // By the first of them.
};

HeldList::Fit fit_of(const Value& element, const Mapper& mapper);

// The one that fits best, the first of several; null where none holds records, as the object around it says.
const HeldList* best_of(const std::vector<HeldList>& lists, const EnvelopeTest& around);
// The names of those that have a text each, where none is sure and there are several: nobody can tell which holds the records.
std::vector<std::string> undecided_among(const std::vector<HeldList>& lists, const EnvelopeTest& around);

}  // namespace ckm::formats
