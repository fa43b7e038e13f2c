#include "index/seal.hh"

#include <fmt/format.h>

// Compiled in: a library of its own would have to be loaded at each start.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "index/block.hh"

namespace ckm::index {
namespace {

std::uint64_t read_seal(const char* at) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kSealBytes; ++i) sum |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
  return sum;
}

}  // namespace

std::uint64_t seal_of(std::string_view blob) { return XXH3_64bits(blob.data(), blob.size()); }

void seal(std::string& blob) {
  const std::uint64_t sum = seal_of(blob);
  for (unsigned shift = 0; shift < 64; shift += 8) blob.push_back(static_cast<char>(sum >> shift));
}

std::string_view unseal(std::string_view sealed, std::string_view what) {
  if (sealed.size() >= kSealBytes) {
    const std::string_view blob = sealed.substr(0, sealed.size() - kSealBytes);
    if (seal_of(blob) == read_seal(blob.data() + blob.size())) return blob;
  }
  damaged(fmt::format("{} is not as it was written", what));
}

void strip_seal(std::string& sealed, std::string_view what) { sealed.resize(unseal(sealed, what).size()); }

}  // namespace ckm::index
