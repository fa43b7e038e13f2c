#include "base/interrupt.hh"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <initializer_list>

namespace ckm {
namespace {

std::atomic<int> pending = 0;
static_assert(std::atomic<int>::is_always_lock_free);  // As a signal handler needs it.

extern "C" void remember(int signal) {
  if (pending != 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  pending = signal;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action {};
  action.sa_handler = remember;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    // What was ignored stays so: nohup, and background jobs of a script.
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int interrupted() { return pending; }

void raise_again(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace ckm
