#include "base/spool.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hh"

using namespace ckm;

namespace {

std::string numbers(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += std::to_string(i) + "\n";
  return out;
}

std::string rest(ByteSource& in) {
  std::string out;
  std::string buffer(777, '\0');
  while (const std::size_t n = in.read(buffer)) out.append(buffer, 0, n);
  return out;
}

}  // namespace

TEST_CASE("spool: gives what was looked at and what was not, in order") {
  const std::string text = numbers(100000);
  for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{70000}, std::uint64_t{1} << 30U}) {
    for (const int looks : {0, 1, 2, 5, 1000}) {
      MemorySource in(text);
      Spool spool(in, memory);
      std::string seen;
      for (int i = 0; i < looks; ++i) seen += spool.look_on();
      CHECK(text.starts_with(seen));
      CHECK((looks < 1000 || seen == text));
      CHECK(rest(spool) == text);
    }
  }
}

TEST_CASE("spool: keeps no more than it may") {
  const std::string text = numbers(100000);
  MemorySource in(text);
  Spool spool(in, 1000, 200000);
  std::size_t seen = 0;
  for (std::string_view chunk = spool.look_on(); !chunk.empty(); chunk = spool.look_on()) seen += chunk.size();
  CHECK(seen >= 200000);
  CHECK(seen < 300000);
  CHECK(rest(spool) == text);
}

TEST_CASE("spool: says where there is no room") {
  ::setenv("TMPDIR", "/nonexistent", 1);
  const std::string text = numbers(1000);
  MemorySource in(text);
  Spool spool(in, 10);
  CHECK_THROWS_AS(spool.look_on(), Error);
  ::unsetenv("TMPDIR");
}

TEST_CASE("spool: what its source gave before it failed is not lost") {
  // Fails once, as a damaged archive does, and then says that it is at its end.
  struct Failing final : ByteSource {
    explicit Failing(std::string_view all) : in(all) {}
    std::size_t read(std::span<char> into) override {
      const std::size_t n = in.read(into.first(std::min<std::size_t>(into.size(), 1000)));
      if (n == 0 && !std::exchange(failed, true)) throw Error(Exit::kInput, "cut off", "get it again");
      return n;
    }
    MemorySource in;
    bool failed = false;
  };
  const std::string text = numbers(30000);
  Failing in(text);
  Spool spool(in);
  std::string seen;
  const auto look = [&] {
    for (std::string_view chunk = spool.look_on(); !chunk.empty(); chunk = spool.look_on()) seen += chunk;
  };
  CHECK_THROWS_AS(look(), Error);
  CHECK(seen == text);
  std::string given;
  const auto read = [&] {
    std::string buffer(777, '\0');
    while (const std::size_t n = spool.read(buffer)) given.append(buffer, 0, n);
  };
  CHECK_THROWS_AS(read(), Error);
  CHECK(given == text);
}
