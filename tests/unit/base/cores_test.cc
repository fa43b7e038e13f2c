#include "base/cores.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

using namespace ckm;

TEST_CASE("cores: each piece is done once") {
  REQUIRE(workers() >= 1);
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
    std::vector<std::atomic<int>> done(count);
    std::atomic<std::size_t> most_worker = 0;
    share_out(count, 7, [&](std::size_t worker, std::size_t begin, std::size_t end) {
      CHECK(end - begin <= 7);
      if (worker > most_worker) most_worker = worker;
      for (std::size_t i = begin; i < end; ++i) ++done[i];
    });
    for (const std::atomic<int>& times : done) CHECK(times == 1);
    CHECK(most_worker < workers());
  }
}

TEST_CASE("cores: all threads end, then the first error is thrown") {
  std::atomic<int> ended = 0;
  const auto work = [&](std::size_t i) {
    ++ended;
    if (i > 0) throw std::runtime_error(std::to_string(i));
  };
  CHECK_THROWS_WITH_AS(in_threads(4, work), "1", std::runtime_error);
  CHECK(ended == 4);
  in_threads(0, [](std::size_t) { FAIL("nothing is to be done"); });
}
