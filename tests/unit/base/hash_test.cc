#include "base/hash.hh"

#include <doctest/doctest.h>

using namespace ckm;

TEST_CASE("sha256: the vectors of FIPS 180-4") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(std::string(1'000'000, 'a'))) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("content_hash: equal for equal bytes only") {
  CHECK(content_hash("a") == content_hash("a"));
  CHECK(content_hash("a") != content_hash(std::string_view("a\0", 2)));
  CHECK(hex(content_hash("")) == "cae66941d9efbd404e4d88758ea67670");
}

TEST_CASE("hex: read again, in either case, or refused") {
  const std::string bytes("\0\x9a\xff", 3);
  CHECK(hex(bytes) == "009aff");
  CHECK(unhex("009aff") == bytes);
  CHECK(unhex("009AfF") == bytes);
  CHECK(unhex("") == std::string());
  for (const char* wrong : {"0", "009", "00 9aff", "0g", "zz", "00:9a"}) CHECK_FALSE(unhex(wrong).has_value());
}

TEST_CASE("random_uid: the seed decides") {
  set_seed(7);
  const std::string first = random_uid();
  const std::string second = random_uid();
  CHECK(first != second);
  CHECK(first.size() == 32);
  CHECK(first.find_first_not_of("0123456789abcdef") == std::string::npos);
  set_seed(8);
  CHECK(random_uid() != first);
  set_seed(7);
  CHECK(random_uid() == first);
  CHECK(random_uid() == second);
}
