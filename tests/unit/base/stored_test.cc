#include "base/stored.hh"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/byte_source.hh"

using namespace ckm;

namespace {

std::string at(const Stored& stored, std::uint64_t offset, std::size_t bytes) {
  std::string out(bytes, '\0');
  out.resize(stored.read_at(offset, out));
  return out;
}

}  // namespace

TEST_CASE("Stored: what can't be read twice is copied") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + "\n";
  MemorySource source(text);
  const Stored stored(source);
  CHECK(stored.size() == text.size());
  CHECK(at(stored, 0, text.size() + 10) == text);
  CHECK(at(stored, 4711, 100) == text.substr(4711, 100));
  CHECK(at(stored, text.size(), 1).empty());
  CHECK(at(stored, text.size() + 5, 1).empty());
}

TEST_CASE("Stored: a file is read where it stands") {
  std::string path = "/tmp/ckm-unit-XXXXXX";
  const int fd = ::mkstemp(path.data());
  REQUIRE(fd >= 0);
  REQUIRE(::write(fd, "0123456789", 10) == 10);
  ::close(fd);
  {
    FileSource source(path);
    const Stored stored(source);
    CHECK(stored.fd() == source.fd());
    CHECK(at(stored, 3, 4) == "3456");
  }
  std::remove(path.c_str());
}
