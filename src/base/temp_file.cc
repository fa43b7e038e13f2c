#include "base/temp_file.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/environment.hh"
#include "base/error.hh"

namespace ckm {

TempFile::TempFile(std::string what, std::string hint) : what_(std::move(what)), hint_(std::move(hint)) {
  std::string path = temp_folder() + "/ckm-XXXXXX";
  fd_ = ::mkostemp(path.data(), O_CLOEXEC);
  if (fd_ < 0) fail();
  ::unlink(path.c_str());
}

TempFile::TempFile(TempFile&& other) noexcept
    : what_(std::move(other.what_)),
      hint_(std::move(other.hint_)),
      fd_(std::exchange(other.fd_, -1)),
      size_(std::exchange(other.size_, 0)) {}

TempFile::~TempFile() {
  if (fd_ >= 0) ::close(fd_);
}

void TempFile::fail() const {
  throw Error(Exit::kSystem, fmt::format("can't keep {} in {}: {}", what_, temp_folder(), std::strerror(errno)),
              fmt::format("set TMPDIR to a folder with room, or {}", hint_));
}

void TempFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail();
    size_ += static_cast<std::uint64_t>(n);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::size_t TempFile::read_at(std::uint64_t offset, std::span<char> into) const {
  std::size_t have = 0;
  while (have < into.size()) {
    const ssize_t n = ::pread(fd_, into.data() + have, into.size() - have, static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw Error(Exit::kSystem, fmt::format("can't read back {}", what_), "check the disk that holds TMPDIR");
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  return have;
}

}  // namespace ckm
