#include "text/pinyin_table.hh"

namespace ckm::text::pinyin_table {

#include "pinyin_table.inc"

}  // namespace ckm::text::pinyin_table
