#include "index/unpack.hh"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ckm::index {
namespace {

constexpr std::size_t kGroup = 8;

std::uint64_t load64(const char* at) {
  std::uint64_t value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  return value;
}

template <unsigned kWidth>
void add_wide(const char* packed, std::uint32_t doc, std::size_t n, std::uint32_t* docs) {
  constexpr std::uint64_t kMask = (std::uint64_t{1} << kWidth) - 1;
  for (std::size_t i = 0; i < n; i += kGroup, packed += kWidth) {
    std::uint32_t gaps[kGroup];
    for (unsigned k = 0; k < kGroup; ++k)
      gaps[k] = static_cast<std::uint32_t>(load64(packed + k * kWidth / 8) >> (k * kWidth % 8) & kMask);
    for (unsigned k = 0; k < kGroup; ++k) docs[i + k] = doc += gaps[k] + 1;
  }
}

using Add = void (*)(const char*, std::uint32_t, std::size_t, std::uint32_t*);
template <std::size_t... kWidths>
constexpr std::array<Add, sizeof...(kWidths)> all_widths(std::index_sequence<kWidths...>) {
  return {add_wide<kWidths>...};
}
constexpr std::array<Add, 33> kAdd = all_widths(std::make_index_sequence<33>());

#if defined(__x86_64__)
// A gap and the bits before it in its first byte fit a lane of 32 bits.
constexpr unsigned kWidestLane = 25;

// Of eight gaps of a width: which bytes begin each lane, and how far it is shifted. The upper four are read from their own first
// byte.
struct Shuffle {
  alignas(32) std::array<std::uint8_t, 32> bytes{};
  alignas(32) std::array<std::uint32_t, kGroup> shifts{};
  unsigned upper = 0;
};

constexpr std::array<Shuffle, kWidestLane + 1> make_shuffles() {
  std::array<Shuffle, kWidestLane + 1> all{};
  for (unsigned width = 0; width <= kWidestLane; ++width) {
    Shuffle& shuffle = all[width];
    shuffle.upper = width / 2;
    for (unsigned k = 0; k < kGroup; ++k) {
      const unsigned from = k * width / 8 - (k < kGroup / 2 ? 0 : shuffle.upper);
      for (unsigned byte = 0; byte < 4; ++byte) shuffle.bytes[k * 4 + byte] = static_cast<std::uint8_t>(from + byte);
      shuffle.shifts[k] = k * width % 8;
    }
  }
  return all;
}
constexpr std::array<Shuffle, kWidestLane + 1> kShuffles = make_shuffles();

[[gnu::target("avx2")]] void add_eights(unsigned width, const char* packed, std::uint32_t first, std::size_t n,
                                        std::uint32_t* docs) {
  const Shuffle& shuffle = kShuffles[width];
  const __m256i bytes = _mm256_load_si256(reinterpret_cast<const __m256i*>(shuffle.bytes.data()));
  const __m256i shifts = _mm256_load_si256(reinterpret_cast<const __m256i*>(shuffle.shifts.data()));
  const __m256i mask = _mm256_set1_epi32(static_cast<int>((1U << width) - 1));
  const __m256i one = _mm256_set1_epi32(1);
  const __m256i last = _mm256_set1_epi32(7);
  const __m256i middle = _mm256_set_epi32(3, 3, 3, 3, 3, 3, 3, 3);
  __m256i base = _mm256_set1_epi32(static_cast<int>(first));
  for (std::size_t i = 0; i < n; i += kGroup, packed += width) {
    const __m128i lower = _mm_loadu_si128(reinterpret_cast<const __m128i*>(packed));
    const __m128i upper = _mm_loadu_si128(reinterpret_cast<const __m128i*>(packed + shuffle.upper));
    __m256i gaps = _mm256_inserti128_si256(_mm256_castsi128_si256(lower), upper, 1);
    gaps = _mm256_and_si256(_mm256_srlv_epi32(_mm256_shuffle_epi8(gaps, bytes), shifts), mask);
    __m256i sums = _mm256_add_epi32(gaps, one);
    sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 4));
    sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 8));
    // The upper half lacks what the lower adds up to.
    const __m256i carried = _mm256_blend_epi32(_mm256_setzero_si256(), _mm256_permutevar8x32_epi32(sums, middle), 0xF0);
    sums = _mm256_add_epi32(_mm256_add_epi32(sums, carried), base);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(docs + i), sums);
    base = _mm256_permutevar8x32_epi32(sums, last);
  }
}
#endif

}  // namespace

void add_gaps_portably(unsigned width, const char* packed, std::uint32_t first, std::size_t n, std::uint32_t* docs) {
  kAdd[width](packed, first, n, docs);
}

void add_gaps(unsigned width, const char* packed, std::uint32_t first, std::size_t n, std::uint32_t* docs) {
#if defined(__x86_64__)
  static const bool eights = __builtin_cpu_supports("avx2") != 0;
  if (eights && width <= kWidestLane) return add_eights(width, packed, first, n, docs);
#endif
  add_gaps_portably(width, packed, first, n, docs);
}

}  // namespace ckm::index
