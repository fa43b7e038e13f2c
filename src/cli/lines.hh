// Lines of a file of texts with tabs between them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::cli {

// Calls take(cells, line number from 1) for each line that is not empty; a carriage return at its end is left out. The file is
// UTF-8, with or without a mark; - is standard input. Throws Error{kInput} for one that can't be read or isn't UTF-8, with its
// line.
void for_each_line(const std::string& path,
                   const std::function<void(const std::vector<std::string_view>& cells, std::uint64_t line)>& take);

}  // namespace ckm::cli
