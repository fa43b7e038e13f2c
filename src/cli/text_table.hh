// A small table as text, aligned by display width: a part of what people read of one thing.
#pragma once

#include <string>
#include <vector>

namespace ckm::cli {

// Rows of as many cells each, the first row being the header. Columns of numbers are aligned to the right, two blanks apart.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace ckm::cli
