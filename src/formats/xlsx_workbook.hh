// What a workbook says of itself: its sheets, how it counts days, and what its cells' styles show numbers as.
#pragma once

#include <string>
#include <vector>

#include "formats/xlsx_package.hh"
#include "formats/xlsx_values.hh"

namespace ckm::formats {

struct XlsxSheet {
  std::string name;
  std::string part;
  bool hidden = false;
};

struct XlsxWorkbook {
  std::vector<XlsxSheet> sheets;  // In their order; charts are none.
  Epoch epoch = Epoch::k1900;
  std::string strings_part;   // Empty where it has none.
  std::vector<Shown> styles;  // By the number that a cell gives.
};

// Throws Error{kInput} for what is no workbook.
XlsxWorkbook read_workbook(const XlsxPackage& package);

}  // namespace ckm::formats
