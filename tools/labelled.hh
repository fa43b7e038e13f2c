// Labelled texts of benches, read from tables by ckm's own formats.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::tools {

struct Labelled {
  std::string text;
  std::string label;
};

// Two columns of a table with a header (CSV, TSV or a workbook), by their names. Several columns with blanks between their names
// give one text, a line each. Rows without a label are left out. Ends the bench where it can't be read.
std::vector<Labelled> read_labelled(const std::filesystem::path& path, std::string_view text, std::string_view label);

}  // namespace ckm::tools
