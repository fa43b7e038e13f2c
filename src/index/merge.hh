// Makes one segment of several, leaving out documents that no longer count.
#pragma once

#include <cstdint>
#include <span>

#include "index/docset.hh"
#include "index/segment.hh"

namespace ckm::index {

struct MergeInput {
  BlobReader* blobs = nullptr;
  const DocSet* dead = nullptr;  // May be null.
};

struct MergeResult {
  std::uint64_t documents = 0;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// No document may count in two inputs. Streams: memory is bounded by the longest list's skip table. Calls writer.finish().
MergeResult merge_segments(std::span<const MergeInput> inputs, SegmentWriter& writer);

}  // namespace ckm::index
