// The rows for delimited text: comma, semicolon, tab or bar, with a header or with names given.
#pragma once

#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

// Even rows of three cells or more between runs of blanks.
bool has_columns_of_blanks(std::string_view head);
bool sniff_csv(std::string_view head);
bool sniff_tsv(std::string_view head);
// Whether it can't be prose with commas: a known header, tabs or bars between even cells, or many even rows. A table of Markdown
// is prose.
bool is_surely_table(std::string_view head);
// With the delimiter that fits best.
void read_csv(ByteSource& in, const ReadOptions& options, Sink& out);
// With tabs, and quotes literal unless they enclose a whole cell.
void read_tsv(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
