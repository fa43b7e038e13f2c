// Gaps between document numbers, packed into as many bits each as the widest one needs, least significant first.
//
// Eight gaps of w bits take w bytes. Where the processor has AVX2 they are taken apart together: bytes are shuffled so that each
// gap's begin a lane, lanes are shifted and masked, and prefix sums are made in registers (after Lemire and Boytsov, Software:
// Practice and Experience 2015). Elsewhere by a loop made for each width.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ckm::index {

// Groups of eight are read whole: so many bytes behind the last gap must be readable, and so many numbers more have room in
// `docs`.
inline constexpr std::size_t kReadBehind = 48;
inline constexpr std::size_t kWriteBehind = 8;

// docs[i] becomes first + (gap 0 + 1) + … + (gap i + 1), modulo 2^32, for i < n. The width is at most 32.
void add_gaps(unsigned width, const char* packed, std::uint32_t first, std::size_t n, std::uint32_t* docs);
// The same without AVX2: what it is compared with.
void add_gaps_portably(unsigned width, const char* packed, std::uint32_t first, std::size_t n, std::uint32_t* docs);

}  // namespace ckm::index
