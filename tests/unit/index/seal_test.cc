#include "index/seal.hh"

#include <doctest/doctest.h>

#include "base/error.hh"

using namespace ckm;
using namespace ckm::index;

TEST_CASE("xxh64: what the reference implementation gives") {
  CHECK(xxh64("", 0) == 0xEF46DB3751D8E999);
  CHECK(xxh64("a", 0) == 0xD24EC4F1A98C6E5B);
  CHECK(xxh64("abc", 0) == 0x44BC2CF5AD770999);
  // Every way through the end of a text, behind none, one and several stripes.
  std::string bytes;
  for (int i = 0; i < 111; ++i) bytes.push_back(static_cast<char>(i * 37));
  CHECK(xxh64(std::string_view(bytes).substr(0, 4), 0) == 0xA9C00AE8F9B200F0);
  CHECK(xxh64(std::string_view(bytes).substr(0, 7), 0) == 0x72B108A52E458E66);
  CHECK(xxh64(std::string_view(bytes).substr(0, 15), 0) == 0xA9E67596D9B0BA38);
  CHECK(xxh64(std::string_view(bytes).substr(0, 31), 0) == 0x4513EC5EBC46D0D3);
  CHECK(xxh64(std::string_view(bytes).substr(0, 32), 0) == 0x2C1F2FFA2ACE16D3);
  CHECK(xxh64(std::string_view(bytes).substr(0, 33), 0) == 0x62F3B71CD8263C47);
  CHECK(xxh64(std::string_view(bytes).substr(0, 63), 0) == 0x2C9D78B9323007F3);
  CHECK(xxh64(std::string_view(bytes).substr(0, 64), 0) == 0xCB86CFDC04A5148A);
  CHECK(xxh64(std::string_view(bytes).substr(0, 79), 0) == 0x1C3293F36A963C34);
  CHECK(xxh64(std::string_view(bytes).substr(0, 111), 0) == 0x2B2853FAA05DF03E);
  CHECK(xxh64(bytes, 16'300) == 0xF067C39261EBB7B2);
  CHECK(xxh64("abc", 3) == 0x2BD60D36955DB703);
}

TEST_CASE("seal: what ckm-store(5) says") {
  // The sums by themselves, lane by lane.
  std::string blob;
  for (int i = 0; i < 1000; ++i) blob.push_back(static_cast<char>(i * i * 31));
  const std::size_t stripes = blob.size() / 64;
  std::string hashed;
  for (const bool again : {false, true}) {
    for (std::size_t lane = 0; lane < 16; ++lane) {
      std::uint32_t sum = 0;
      for (std::size_t stripe = 0; stripe < stripes; ++stripe) {
        std::uint32_t word = 0;
        for (std::size_t byte = 4; byte-- > 0;)
          word = word << 8 | static_cast<unsigned char>(blob[stripe * 64 + lane * 4 + byte]);
        sum += again ? word * static_cast<std::uint32_t>(stripes - stripe) : word;
      }
      for (unsigned shift = 0; shift < 32; shift += 8) hashed.push_back(static_cast<char>(sum >> shift));
    }
  }
  CHECK(seal_of(blob) == xxh64(hashed + blob.substr(stripes * 64), blob.size()));
}

TEST_CASE("seal: any change of a byte, and of the length, is damage") {
  std::string blob =
      "the last document of a block, its chunk, its offset in the chunk, the largest impact, and how many there are. "
      "Behind two stripes of sixteen words of four bytes comes a tail";
  const std::string whole = blob;
  seal(blob);
  REQUIRE(blob.size() == whole.size() + kSealBytes);
  CHECK(unseal(blob, "it") == whole);
  for (std::size_t at = 0; at < blob.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = blob;
      changed[at] = static_cast<char>(changed[at] ^ 1 << bit);
      REQUIRE_THROWS_WITH_AS(unseal(changed, "it"), doctest::Contains("it is not as it was written"), Error);
    }
    REQUIRE_THROWS_AS(unseal(std::string_view(blob).substr(0, at), "it"), Error);
  }
  strip_seal(blob, "it");
  CHECK(blob == whole);
  CHECK_THROWS_AS(unseal(std::string(72, '\0'), "it"), Error);
  std::string empty;
  seal(empty);
  CHECK(unseal(empty, "it").empty());
}
