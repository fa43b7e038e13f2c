#include "index/seal.hh"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstring>

#include "index/block.hh"

namespace ckm::index {
namespace {

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5;

template <typename T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big)
    value = sizeof value == 8 ? static_cast<T>(__builtin_bswap64(value))
                              : static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
  return value;
}

// Four lanes, which the compiler keeps in one register where the processor has such.
using Lanes [[gnu::vector_size(16)]] = std::uint32_t;
constexpr std::size_t kLanes = sizeof(Lanes) / sizeof(std::uint32_t);
constexpr std::size_t kParts = 4;
constexpr std::size_t kStripe = kParts * sizeof(Lanes);

Lanes load_lanes(const char* at) {
  Lanes lanes;
  std::memcpy(&lanes, at, sizeof lanes);
  if constexpr (std::endian::native == std::endian::big) {
    for (std::size_t i = 0; i < kLanes; ++i) lanes[i] = __builtin_bswap32(lanes[i]);
  }
  return lanes;
}

std::uint64_t mix(std::uint64_t lane, std::uint64_t word) { return std::rotl(lane + word * kPrime2, 31) * kPrime1; }

}  // namespace

std::uint64_t xxh64(std::string_view bytes, std::uint64_t seed) {
  constexpr std::size_t kStripe = 32;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t hash = seed + kPrime5;
  if (left >= kStripe) {
    std::array<std::uint64_t, 4> lanes = {seed + kPrime1 + kPrime2, seed + kPrime2, seed, seed - kPrime1};
    for (; left >= kStripe; left -= kStripe, at += kStripe) {
      for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] = mix(lanes[i], load<std::uint64_t>(at + i * 8));
    }
    hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
    for (const std::uint64_t lane : lanes) hash = (hash ^ mix(0, lane)) * kPrime1 + kPrime4;
  }
  hash += bytes.size();
  for (; left >= 8; left -= 8, at += 8) hash = std::rotl(hash ^ mix(0, load<std::uint64_t>(at)), 27) * kPrime1 + kPrime4;
  if (left >= 4) {
    hash = std::rotl(hash ^ load<std::uint32_t>(at) * kPrime1, 23) * kPrime2 + kPrime3;
    left -= 4;
    at += 4;
  }
  for (; left > 0; --left, ++at) hash = std::rotl(hash ^ static_cast<unsigned char>(*at) * kPrime5, 11) * kPrime1;
  hash = (hash ^ hash >> 33) * kPrime2;
  hash = (hash ^ hash >> 29) * kPrime3;
  return hash ^ hash >> 32;
}

std::uint64_t seal_of(std::string_view blob) {
  Lanes sums[kParts] = {};
  Lanes sums_of_sums[kParts] = {};
  std::string_view rest = blob;
  for (; rest.size() >= kStripe; rest.remove_prefix(kStripe)) {
    for (std::size_t i = 0; i < kParts; ++i) {
      sums[i] += load_lanes(rest.data() + i * sizeof(Lanes));
      sums_of_sums[i] += sums[i];
    }
  }
  std::array<char, 3 * kStripe> left;
  std::size_t size = 0;
  for (const Lanes* const all : {sums, sums_of_sums}) {
    for (std::size_t lane = 0; lane < kParts * kLanes; ++lane) {
      const std::uint32_t sum = all[lane / kLanes][lane % kLanes];
      for (unsigned shift = 0; shift < 32; shift += 8) left[size++] = static_cast<char>(sum >> shift);
    }
  }
  std::memcpy(left.data() + size, rest.data(), rest.size());
  return xxh64({left.data(), size + rest.size()}, blob.size());
}

void seal(std::string& blob) {
  const std::uint64_t sum = seal_of(blob);
  for (unsigned shift = 0; shift < 64; shift += 8) blob.push_back(static_cast<char>(sum >> shift));
}

std::string_view unseal(std::string_view sealed, std::string_view what) {
  if (sealed.size() >= kSealBytes) {
    const std::string_view blob = sealed.substr(0, sealed.size() - kSealBytes);
    if (seal_of(blob) == load<std::uint64_t>(blob.data() + blob.size())) return blob;
  }
  damaged(fmt::format("{} is not as it was written", what));
}

void strip_seal(std::string& sealed, std::string_view what) { sealed.resize(unseal(sealed, what).size()); }

}  // namespace ckm::index
