#include "measure.hh"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace ckm::tools {
namespace {

using Clock = std::chrono::steady_clock;

// The memory that a process has of its own, without the pages of mapped files, which the system takes back when it needs them.
double own_megabytes(pid_t process) {
  std::ifstream status(fmt::format("/proc/{}/status", process));
  for (std::string word; status >> word;) {
    double kilobytes = 0;
    if (word == "RssAnon:" && status >> kilobytes) return kilobytes / 1024;
  }
  return 0;
}

}  // namespace

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Measured run(const std::vector<std::string>& words) {
  const auto start = Clock::now();
  std::fflush(stdout);  // Else the child has what is still to be written too.
  const pid_t child = fork();
  if (child == 0) {
    if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(127);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  Measured measured;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    measured.megabytes = std::max(measured.megabytes, own_megabytes(child));
    usleep(measured.seconds < 1 ? 500 : 20'000);
    measured.seconds = seconds_since(start);
  }
  measured.seconds = seconds_since(start);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
    fmt::print(stderr, "failed: {}\n", fmt::join(words, " "));
    std::exit(1);
  }
  return measured;
}

}  // namespace ckm::tools
