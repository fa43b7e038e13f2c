// Bars for a terminal, from blocks of eighths (U+2588 to U+258F): the same text wherever it goes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ckm::cli {

struct Bar {
  std::string label;
  std::optional<double> value;  // Nothing: no bar. Not below 0.
  std::string shown;            // The value, as it stands behind the bar.
  std::string note;             // What stands behind that.
};

// A line for each bar: label, bar, value, note; columns are aligned by display width. `most` is the value of the longest possible
// bar; where it is 0 none is drawn. `columns` is the width of the lines, which is kept as far as labels, values and bars of eight
// columns leave room; labels are cut to a third of it. A value above 0 has at least an eighth of a column.
std::string bar_chart(const std::vector<Bar>& bars, double most, std::size_t columns);

}  // namespace ckm::cli
