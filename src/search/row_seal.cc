#include "search/row_seal.hh"

#include <fmt/format.h>

#include <bit>

#include "index/block.hh"
#include "index/seal.hh"

namespace ckm::search {

std::int64_t row_seal(const store::SegmentRow& row) {
  std::string text = fmt::format("{} {} {} {} {} {} {} {} {} {} ", static_cast<int>(row.kind), row.docs, row.dead, row.first_doc,
                                 row.last_doc, row.terms, row.postings, row.chunks, row.bytes, row.languages);
  text += row.checksum;
  text += row.settings;
  return std::bit_cast<std::int64_t>(index::seal_of(text));
}

void need_whole(const store::SegmentRow& row) {
  if (row_seal(row) != row.seal) index::damaged(fmt::format("the row of segment {} is not as it was written", row.id));
}

}  // namespace ckm::search
