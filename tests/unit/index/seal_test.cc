#include "index/seal.hh"

#include <doctest/doctest.h>

#include "base/error.hh"

using namespace ckm;
using namespace ckm::index;

TEST_CASE("seal_of: XXH3, as published") {
  CHECK(seal_of("") == 0x2D06800538D394C2);
  CHECK(seal_of("abc") == 0x78AF5F94892F3950);
  std::string blob = "abc";
  seal(blob);
  CHECK(blob == "abc\x50\x39\x2F\x89\x94\x5F\xAF\x78");
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
