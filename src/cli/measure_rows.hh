// Measures as people and scripts see them.
#pragma once

#include <vector>

#include "cli/command.hh"
#include "insight/measurer.hh"

namespace ckm::cli {

// A row a measure and group, in any format; a table shows the columns by which they are told apart. `explain`: a table shows what
// each measure is, its formula, and all counts behind it.
void print_measures(const Context& context, const std::vector<insight::Measured>& rows, const insight::GroupBy& by, bool explain);

// A bar a row, the measures below each other: a table's other face. As wide as the terminal, else 80 columns.
void print_measure_chart(const Context& context, const std::vector<insight::Measured>& rows);

}  // namespace ckm::cli
