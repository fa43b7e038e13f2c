#include "base/hash.hh"

#include <sodium.h>

#include <cstring>
#include <optional>
#include <vector>

#include "base/byte_source.hh"
#include "base/error.hh"

namespace ckm {
namespace {

struct Seeded {
  std::array<unsigned char, randombytes_SEEDBYTES> key{};
  std::uint64_t drawn = 0;
};
std::optional<Seeded> seeded;

void need_sodium() {
  static const int ready = sodium_init();
  if (ready < 0) throw Error(Exit::kBug, "libsodium can't be initialised", "the system has no random source; please report this");
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return digest;
}

ContentHash content_hash(std::string_view bytes) {
  need_sodium();  // Which chooses the implementation that is fast here.
  ContentHash digest;
  crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  return digest;
}

ContentHash file_hash(const std::string& path) {
  constexpr std::size_t kChunk = std::size_t{1} << 20U;
  FileSource in(path);
  crypto_generichash_state state;
  ContentHash digest;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  std::vector<char> chunk(kChunk);
  while (const std::size_t n = in.read(chunk)) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(chunk.data()), n);
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return digest;
}

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::optional<std::string> unhex(std::string_view digits) {
  std::string bytes(digits.size() / 2, '\0');
  std::size_t size = 0;
  const int result = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), digits.data(), digits.size(),
                                    nullptr, &size, nullptr);
  if (result != 0 || 2 * size != digits.size()) return std::nullopt;
  return bytes;
}

void set_seed(std::uint64_t seed) {
  Seeded state;
  std::memcpy(state.key.data(), &seed, sizeof seed);
  seeded = state;
}

void stir_seed(std::string_view text) {
  if (!seeded) return;
  const Sha256 digest = sha256(text);
  std::memcpy(seeded->key.data() + 16, digest.data(), 16);
  seeded->drawn = 0;
}

std::string random_uid() {
  need_sodium();
  std::array<unsigned char, 16> bytes;
  if (seeded) {
    std::memcpy(seeded->key.data() + 8, &seeded->drawn, sizeof seeded->drawn);
    ++seeded->drawn;
    randombytes_buf_deterministic(bytes.data(), bytes.size(), seeded->key.data());
  } else {
    randombytes_buf(bytes.data(), bytes.size());
  }
  return hex(bytes);
}

}  // namespace ckm
