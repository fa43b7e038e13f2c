#include "text/fold_table.hh"

namespace ckm::text::table {

#include "fold_table.inc"

}  // namespace ckm::text::table
