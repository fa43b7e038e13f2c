// The row for workbooks of Excel (ECMA-376, Office Open XML, strict and transitional): the tables in their sheets.
//
// A sheet is read row by row in bounded memory, whatever its size. The header is the row with the most known names among the
// first 50 with a value, so that titles above it do no harm; what stands above it is left out. The cells of a row count by their
// column, so that gaps are empty cells; of merged cells the first one has the value, as a spreadsheet shows it. A table's
// rejected rows are handed out as CSV.
#pragma once

#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

// Also true for other office documents and old workbooks: read_xlsx says what to do with them.
bool sniff_xlsx(std::string_view head);
// A source that is no file is kept in a file without a name first, for the parts of a workbook come in any order.
void read_xlsx(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
