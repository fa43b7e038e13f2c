#include "base/spool.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/error.hh"

namespace ckm {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;

std::string folder() {
  const char* const chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
}

[[noreturn]] void fail() {
  throw Error(Exit::kSystem, fmt::format("can't keep the input in {} to look at it: {}", folder(), std::strerror(errno)),
              "name its encoding (--encoding), or set TMPDIR to a folder with room, or import from a file");
}

// A file that is gone when it is closed.
int open_unnamed() {
  std::string path = folder() + "/ckm-XXXXXX";
  const int fd = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd < 0) fail();
  ::unlink(path.c_str());
  return fd;
}

}  // namespace

Spool::~Spool() {
  if (fd_ >= 0) ::close(fd_);
}

void Spool::keep(std::string_view bytes) {
  if (kept_ + bytes.size() <= memory_ && fd_ < 0) {
    head_ += bytes;
  } else {
    if (fd_ < 0) fd_ = open_unnamed();
    for (std::string_view rest = bytes; !rest.empty();) {
      const ssize_t n = ::write(fd_, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail();
      rest.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  kept_ += bytes.size();
}

std::string_view Spool::look_on() {
  if (kept_ >= most_) return {};
  chunk_.resize(kChunk);
  std::size_t size = 0;
  while (size < kChunk) {
    const std::size_t n = in_.read(std::span(chunk_).subspan(size));
    if (n == 0) break;
    size += n;
  }
  chunk_.resize(size);
  keep(chunk_);
  return chunk_;
}

std::size_t Spool::read(std::span<char> into) {
  if (at_ == kept_) return in_.read(into);
  if (at_ < head_.size()) {
    const std::size_t n = head_.copy(into.data(), into.size(), static_cast<std::size_t>(at_));
    at_ += n;
    return n;
  }
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), kept_ - at_));
  for (;;) {
    const ssize_t n = ::pread(fd_, into.data(), most, static_cast<off_t>(at_ - head_.size()));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw Error(Exit::kSystem, "can't read back what was kept of the input", "check the disk that holds TMPDIR");
    at_ += static_cast<std::uint64_t>(n);
    return static_cast<std::size_t>(n);
  }
}

}  // namespace ckm
