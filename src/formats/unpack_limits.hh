// Against bombs: what unpacks to more is refused.
#pragma once

#include <cstdint>

namespace ckm::formats {

struct UnpackLimits {
  std::uint64_t most_bytes = std::uint64_t{64} << 30U;  // Of all that a packed file holds.
  double most_ratio = 250;                              // To its own size; asked once kFree are unpacked.
  static constexpr std::uint64_t kFree = std::uint64_t{64} << 20U;
};

}  // namespace ckm::formats
