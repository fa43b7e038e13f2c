#include "base/children.hh"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include "base/error.hh"

using namespace ckm;

namespace {

// Neither running nor waiting to be buried.
bool no_children_left() { return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD; }

Error thrown_by(std::size_t count, const std::function<std::string(std::size_t)>& work) {
  try {
    in_children(count, work);
  } catch (const Error& error) {
    CHECK(no_children_left());
    return error;
  }
  FAIL("nothing was thrown");
  return {Exit::kDone, "", ""};
}

}  // namespace

TEST_CASE("in_children: many give what they return, each in its place") {
  std::size_t told = 0;
  const std::vector<std::string> results = in_children(
      23, [](std::size_t i) { return std::string(i * 10'000, static_cast<char>('a' + i)); },
      [&](std::size_t done) { CHECK(done == ++told); });
  REQUIRE(results.size() == 23);
  for (std::size_t i = 0; i < results.size(); ++i) CHECK(results[i] == std::string(i * 10'000, static_cast<char>('a' + i)));
  CHECK(told == 23);
  CHECK(no_children_left());
  CHECK(in_children(0, [](std::size_t) { return std::string(); }).empty());
}

TEST_CASE("in_children: each has a process and a state of its own") {
  std::srand(7);
  const int first = std::rand();
  std::srand(7);
  const auto draw = [](std::size_t) {
    std::srand(7);
    return std::to_string(std::rand()) + " " + std::to_string(::getpid());
  };
  const std::vector<std::string> drawn = in_children(2, draw);
  CHECK(drawn[0].starts_with(std::to_string(first) + " "));
  CHECK(drawn[1].starts_with(std::to_string(first) + " "));
  CHECK(drawn[0] != drawn[1]);
  CHECK(std::rand() == first);  // Nothing was drawn here.
}

TEST_CASE("in_children: an Error comes whole, and the others end") {
  const Error error = thrown_by(4, [](std::size_t i) -> std::string {
    if (i == 1) throw Error(Exit::kConflict, "no way", "try another");
    if (i > 1) ::sleep(60);
    return "done";
  });
  CHECK(error.code() == Exit::kConflict);
  CHECK(error.what() == std::string("no way"));
  CHECK(error.hint() == "try another");
}

TEST_CASE("in_children: one that is killed, exits or throws something else is an error of the system") {
  const std::function<std::string(std::size_t)> ends[] = {
      [](std::size_t) -> std::string {
        ::raise(SIGKILL);
        return "";
      },
      [](std::size_t) -> std::string { ::_exit(0); },
      [](std::size_t) -> std::string { throw std::runtime_error("a bug"); },
  };
  for (const auto& end : ends) {
    const Error error = thrown_by(3, end);
    CHECK(error.code() == Exit::kSystem);
    CHECK_FALSE(error.hint().empty());
  }
}

TEST_CASE("in_children: children end with their parent") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    ::close(ends[0]);
    in_children(1, [&](std::size_t) -> std::string {
      const pid_t self = ::getpid();
      if (::write(ends[1], &self, sizeof self) < 0) ::_exit(1);
      ::sleep(60);
      return "";
    });
    ::_exit(0);
  }
  ::close(ends[1]);
  pid_t child = 0;
  REQUIRE(::read(ends[0], &child, sizeof child) == sizeof child);
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  char more = 0;
  CHECK(::read(ends[0], &more, 1) == 0);  // It held the other end, and let go.
  ::close(ends[0]);
}
