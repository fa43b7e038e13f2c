#include "cli/text_table.hh"

#include <algorithm>

#include "base/number.hh"
#include "base/utf8.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kWidest = 60;  // Columns of a cell.

}  // namespace

std::string text_table(const std::vector<std::vector<std::string>>& cells) {
  if (cells.empty()) return {};
  const std::size_t columns = cells.front().size();
  std::vector<std::vector<std::string>> rows = cells;
  std::vector<std::size_t> widths(columns, 0);
  std::vector<bool> numbers(columns, true);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      rows[r][c] = utf8::fit(rows[r][c], kWidest);
      widths[c] = std::max(widths[c], utf8::display_width(rows[r][c]));
      if (r > 0 && !parse_number(rows[r][c])) numbers[c] = false;
    }
  }
  std::string out;
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < columns; ++c) {
      const std::string blanks(widths[c] - utf8::display_width(row[c]), ' ');
      if (c > 0) line += "  ";
      line += numbers[c] ? blanks + row[c] : row[c] + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace ckm::cli
