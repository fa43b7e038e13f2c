// Time zones by their IANA names, from ICU's data (included nowhere else).
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hh"

namespace ckm::text {

// `name` in any case. How far a zone's clocks are ahead of UTC, in seconds, when they show `local` (counted as if it were UTC);
// of a moment that comes twice when clocks are set back the earlier, of one that is left out what was before. Nothing for an
// unknown zone.
std::optional<Time> zone_offset(std::string_view name, Time local);

}  // namespace ckm::text
