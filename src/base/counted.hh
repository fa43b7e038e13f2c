// Numbers with their nouns, as messages say them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ckm {

// "1 change", "2 changes"; `many` is the plural where it is not the singular with an s.
std::string counted(std::int64_t n, std::string_view one, std::string_view many = {});

// Names with commas between; of more than five the first ones, and how many others there are: "a, b, c, d, e and 7 more".
std::string first_few(const std::vector<std::string>& names);

}  // namespace ckm
