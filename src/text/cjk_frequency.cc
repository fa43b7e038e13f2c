#include "text/cjk_frequency.hh"

namespace ckm::text::cjk {

#include "cjk_table.inc"

}  // namespace ckm::text::cjk
