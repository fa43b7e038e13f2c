// Did you mean …?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ckm {

// The name nearest to what was typed, by insertions, deletions, replacements and swaps of neighbours; empty where none is
// near (more than a third of it differs).
std::string nearest(std::string_view typed, const std::vector<std::string>& names);

// A hint that names the nearest one, or `otherwise`.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& names, std::string otherwise);

}  // namespace ckm
