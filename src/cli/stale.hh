// What is said where a search does not see all that the store has, or not as the settings are.
#pragma once

#include <vector>

#include "cli/command.hh"
#include "store/segments.hh"

namespace ckm::cli {

// Tells on standard error how many changes are not indexed yet, if any, and of old settings.
void tell_stale(Context& context);

// Whether a segment's impacts are those that would be computed now.
bool is_current(const Context& context, const store::SegmentRow& row);
// Tells how many segments were built with other settings than those of now, if any.
void tell_old_settings(Context& context, const std::vector<store::SegmentRow>& segments);

}  // namespace ckm::cli
