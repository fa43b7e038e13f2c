// Numbers with their nouns, as messages say them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ckm {

// "1 change", "2 changes"; `many` is the plural where it is not the singular with an s.
std::string counted(std::int64_t n, std::string_view one, std::string_view many = {});

}  // namespace ckm
