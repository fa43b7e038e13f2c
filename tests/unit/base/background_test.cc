#include "base/background.hh"

#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>

using namespace ckm;

TEST_CASE("Background: pieces are done in order, one at a time, beside the first thread") {
  Background background;
  std::string done;  // No lock: that is what is tested.
  std::atomic<bool> go = false;
  background.run([&] {
    while (!go) std::this_thread::yield();
    done += 'a';
  });
  go = true;
  for (char c = 'b'; c <= 'z'; ++c) background.run([&done, c] { done += c; });
  background.wait();
  CHECK(done == "abcdefghijklmnopqrstuvwxyz");
}

TEST_CASE("Background: what a piece throws comes with the next call, once") {
  Background background;
  bool begun = false;
  background.run([] { throw std::runtime_error("no space"); });
  CHECK_THROWS_WITH_AS(background.run([&] { begun = true; }), "no space", std::runtime_error);
  CHECK_FALSE(begun);
  background.wait();
  background.run([&] { begun = true; });
  background.wait();
  CHECK(begun);
}

TEST_CASE("Background: its end waits for the piece at hand") {
  bool done = false;
  {
    Background background;
    background.run([&] {
      std::this_thread::yield();
      done = true;
    });
  }
  CHECK(done);
  const Background never_used;
}

TEST_CASE("Background: signals are the first thread's") {
  Background background;
  sigset_t blocked;
  sigemptyset(&blocked);
  background.run([&] { pthread_sigmask(SIG_BLOCK, nullptr, &blocked); });
  background.wait();
  CHECK(sigismember(&blocked, SIGINT) == 1);
  CHECK(sigismember(&blocked, SIGTERM) == 1);
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  CHECK(sigismember(&blocked, SIGINT) == 0);
}
