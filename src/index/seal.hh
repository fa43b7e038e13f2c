// Eight bytes behind each blob of the index, by which a reader sees that it is as it was written.
//
// Most bytes of a posting list would make another valid list if they changed, so that nothing else could tell. A query reads
// megabytes of them: the sum is XXH3 (Collet, "xxHash fast digest algorithm", version 0.2.0), which is as fast as memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ckm::index {

inline constexpr std::size_t kSealBytes = 8;

// The seal of a blob as a number; little endian in the file (ckm-store(5), "Seals").
std::uint64_t seal_of(std::string_view blob);

// Appends the seal of all that is there.
void seal(std::string& blob);
// The blob without its seal. Throws Error{kDamaged}, which says what is damaged, where the seal is not that of the rest.
std::string_view unseal(std::string_view sealed, std::string_view what);
// The same in place.
void strip_seal(std::string& sealed, std::string_view what);

}  // namespace ckm::index
