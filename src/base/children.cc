#include "base/children.hh"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

#include "base/bytes.hh"
#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm {
namespace {

constexpr int kLookEveryMs = 100;  // For a signal that came just before waiting.

struct Child {
  pid_t process = 0;
  int pipe = -1;
  std::size_t number = 0;
  std::string said = {};
};

void wait_for(pid_t process) {
  while (::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// Those that are at work; ends what is left of them.
class Children {
 public:
  Children() = default;
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;
  ~Children() {
    for (const Child& child : all) {
      ::kill(child.process, SIGKILL);
      ::close(child.pipe);
      wait_for(child.process);
    }
  }
  std::vector<Child> all;
};

[[noreturn]] void fail(std::string_view what) {
  throw Error(Exit::kSystem, std::string(what) + ": " + std::strerror(errno), "close other programs and run the command again");
}

void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // Nobody waits for it any more.
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Never returns: nothing of the parent's is cleaned up here, and nothing that it has yet to print is printed.
[[noreturn]] void run_child(int out, std::size_t number, const std::function<std::string(std::size_t)>& work) {
  BytesOut answer;
  try {
    const std::string result = work(number);
    answer.put(0, 4);
    answer.put_text(result);
  } catch (const Error& error) {
    answer.put(static_cast<std::uint64_t>(error.code()), 4);
    answer.put_text(error.what());
    answer.put_text(error.hint());
  } catch (...) {
    ::_exit(1);  // The parent sees that nothing came.
  }
  write_all(out, answer.take());
  ::_exit(0);
}

Child begin(std::size_t number, const std::function<std::string(std::size_t)>& work) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("no pipe can be made");
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0) {
    const int why = errno;
    ::close(ends[0]);
    ::close(ends[1]);
    errno = why;
    fail("no process can be made");
  }
  if (process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);  // It ended in between.
    ::close(ends[0]);
    run_child(ends[1], number, work);
  }
  ::close(ends[1]);
  return {process, ends[0], number};
}

// False at the end of what it says.
bool read_some(Child& child) {
  std::array<char, 65536> bytes;
  const ssize_t got = ::read(child.pipe, bytes.data(), bytes.size());
  if (got > 0) child.said.append(bytes.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

std::string result_of(const Child& child) {
  BytesIn in(child.said);
  const auto code = static_cast<int>(in.get(4));
  std::string text(in.get_text());
  if (code == 0 && !in.damaged()) return text;
  std::string hint(in.get_text());
  if (in.damaged())
    throw Error(Exit::kSystem, "a process that helped was ended", "there may be too little memory; run the command again");
  throw Error(static_cast<Exit>(code), text, std::move(hint));
}

}  // namespace

std::vector<std::string> in_children(std::size_t count, const std::function<std::string(std::size_t)>& work,
                                     const std::function<void(std::size_t)>& ended) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::string> results(count);
  Children children;
  std::size_t next = 0;
  std::size_t done = 0;
  while (done < count) {
    while (next < count && children.all.size() < cores) {
      children.all.push_back(begin(next, work));
      ++next;
    }
    std::vector<pollfd> waits;
    for (const Child& child : children.all) waits.push_back({child.pipe, POLLIN, 0});
    if (::poll(waits.data(), waits.size(), kLookEveryMs) < 0 && errno != EINTR) fail("a process that helps can't be waited for");
    stop_if_interrupted();
    for (std::size_t i = waits.size(); i-- > 0;) {
      Child& child = children.all[i];
      if (waits[i].revents == 0 || read_some(child)) continue;
      results[child.number] = result_of(child);
      ::close(child.pipe);
      wait_for(child.process);
      children.all.erase(children.all.begin() + static_cast<std::ptrdiff_t>(i));
      ++done;
      if (ended) ended(done);
    }
  }
  return results;
}

}  // namespace ckm
