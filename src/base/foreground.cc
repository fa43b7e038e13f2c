#include "base/foreground.hh"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <initializer_list>
#include <string_view>
#include <thread>

#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm {
namespace {

using namespace std::chrono_literals;

// A signal that this process does not take while it lives.
class Ignored {
 public:
  explicit Ignored(int signal) : signal_(signal) {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    sigaction(signal_, &ignore, &before_);
  }
  Ignored(const Ignored&) = delete;
  Ignored& operator=(const Ignored&) = delete;
  ~Ignored() { sigaction(signal_, &before_, nullptr); }
  [[nodiscard]] bool was_ignored() const { return before_.sa_handler == SIG_IGN; }

 private:
  int signal_;
  struct sigaction before_ {};
};

// Whether a command line is a single command, which can take the shell's place and so gets the signals that are sent to it.
// `FOO=1 vi` can't.
bool is_single(std::string_view command) {
  return command.find_first_of(";|&(){}!\n") == std::string_view::npos &&
         command.substr(0, command.find_first_of(" \t")).find('=') == std::string_view::npos;
}

// Signals that ckm ignores are the program's as usual, but for those that whoever called ckm ignores.
pid_t start(const std::string& command, const std::string& argument, bool takes_interrupt, bool takes_quit) {
  sigset_t usual;
  sigemptyset(&usual);
  for (const int signal : {SIGPIPE, SIGXFSZ}) sigaddset(&usual, signal);
  if (takes_interrupt) sigaddset(&usual, SIGINT);
  if (takes_quit) sigaddset(&usual, SIGQUIT);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  // The argument may hold what a shell knows, so that it is no part of the command line.
  std::array<std::string, 5> words = {"sh", "-c", fmt::format("{}{} \"$@\"", is_single(command) ? "exec " : "", command), command,
                                      argument};
  std::array<char*, 6> pointers{};
  for (std::size_t i = 0; i < words.size(); ++i) pointers[i] = words[i].data();
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, "/bin/sh", nullptr, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0)
    throw Error(Exit::kSystem, fmt::format("can't start /bin/sh: {}", std::strerror(failed)),
                "close other programs and try again");
  return pid;
}

int end_by(pid_t pid, int signal) {
  constexpr auto kStep = 10ms;
  constexpr int kSteps = 50;
  for (const int sent : {0, signal}) {
    if (sent != 0) ::kill(pid, sent);
    for (int i = 0; i < kSteps; ++i) {
      int status = 0;
      if (::waitpid(pid, &status, WNOHANG) == pid) return status;
      std::this_thread::sleep_for(kStep);
    }
  }
  return signal;
}

}  // namespace

int run_in_foreground(const std::string& command, const std::string& argument) {
  const Ignored interrupt(SIGINT);
  const Ignored quit(SIGQUIT);
  const pid_t pid = start(command, argument, !interrupt.was_ignored(), !quit.was_ignored());
  int status = 0;
  while (::waitpid(pid, &status, 0) != pid) {
    if (errno != EINTR)
      throw Error(Exit::kSystem, fmt::format("can't wait for '{}': {}", command, std::strerror(errno)), "try again");
    if (interrupted() != 0) return end_by(pid, interrupted());
  }
  return status;
}

}  // namespace ckm
