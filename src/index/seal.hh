// Eight bytes behind each blob of the index, by which a reader sees that it is as it was written.
//
// Most bytes of a posting list would make another valid list if they changed, so that nothing else could tell. A query reads a
// megabyte of them: all but the tail is summed up first, in sixteen lanes as Fletcher's checksum does (IEEE Transactions on
// Communications 1982), which is as fast as memory, and what comes of that is hashed by XXH64 (Collet, "xxHash fast digest
// algorithm", version 0.1.1). A change of one word, or of two in different lanes, always changes the sums.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ckm::index {

inline constexpr std::size_t kSealBytes = 8;

std::uint64_t xxh64(std::string_view bytes, std::uint64_t seed);

// The seal of a blob as a number; little endian in the file (ckm-store(5), "Seals").
std::uint64_t seal_of(std::string_view blob);

// Appends the seal of all that is there.
void seal(std::string& blob);
// The blob without its seal. Throws Error{kDamaged}, which says what is damaged, where the seal is not that of the rest.
std::string_view unseal(std::string_view sealed, std::string_view what);
// The same in place.
void strip_seal(std::string& sealed, std::string_view what);

}  // namespace ckm::index
