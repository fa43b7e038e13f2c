// Digests (libsodium) and random identifiers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ckm {

// SHA-256 (FIPS 180-4): the chain of changes.
using Sha256 = std::array<unsigned char, 32>;
Sha256 sha256(std::string_view bytes);

// BLAKE2b (RFC 7693) cut to 16 bytes: equality of contents. About 1 GB/s.
using ContentHash = std::array<unsigned char, 16>;
ContentHash content_hash(std::string_view bytes);

// The same of a whole file. Throws Error{kInput} where it can't be read.
ContentHash file_hash(const std::string& path);

// Lower-case hexadecimal.
std::string hex(std::string_view bytes);
// The bytes again, whichever case the digits have; nothing where they are no pairs of digits.
std::optional<std::string> unhex(std::string_view digits);
// A digest as bytes; the array must outlive them.
template <std::size_t N>
std::string_view bytes_of(const std::array<unsigned char, N>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
template <std::size_t N>
std::string hex(const std::array<unsigned char, N>& bytes) {
  return hex(bytes_of(bytes));
}

// 32 hexadecimal digits from the system's random source, or from the seed: the same sequence each time.
std::string random_uid();
void set_seed(std::uint64_t seed);
// Makes the sequence of a seed depend on this text too, so that two runs with one seed over two states draw differently.
// Without a seed nothing changes.
void stir_seed(std::string_view text);

}  // namespace ckm
