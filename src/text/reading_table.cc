#include "text/reading_table.hh"

namespace ckm::text::reading_table {

#include "reading_table.inc"

}  // namespace ckm::text::reading_table
