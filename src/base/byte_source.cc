#include "base/byte_source.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm {

FileSource::FileSource(const std::string& path) : path_(path == "-" ? "standard input" : path) {
  if (path == "-") {
    fd_ = STDIN_FILENO;
  } else {
    fd_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd_ < 0) {
      throw Error(Exit::kInput, fmt::format("can't open {}: {}", path, std::strerror(errno)),
                  "check the path and its permissions; - reads standard input");
    }
  }
  struct stat info {};
  if (::fstat(fd_, &info) == 0) {
    if (S_ISDIR(info.st_mode)) {
      if (path != "-") ::close(fd_);
      throw Error(Exit::kInput, fmt::format("{} is a folder", path_), "name the files in it, for example: " + path + "/*");
    }
    if (S_ISREG(info.st_mode)) size_ = static_cast<std::uint64_t>(info.st_size);
  }
}

FileSource::~FileSource() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

std::size_t FileSource::read(std::span<char> into) {
  for (;;) {
    const ssize_t n = ::read(fd_, into.data(), into.size());
    if (n >= 0) {
      position_ += static_cast<std::uint64_t>(n);
      return static_cast<std::size_t>(n);
    }
    if (errno == EINTR && interrupted() != 0) throw Interrupted();
    if (errno == EINTR) continue;
    throw Error(Exit::kInput, fmt::format("can't read {}: {}", path_, std::strerror(errno)), "check the file and try again");
  }
}

std::string_view PeekSource::peek(std::size_t bytes) {
  while (head_.size() - at_ < bytes) {
    const std::size_t had = head_.size();
    head_.resize(at_ + bytes);
    const std::size_t n = rest_.read({head_.data() + had, head_.size() - had});
    head_.resize(had + n);
    if (n == 0) break;
  }
  return std::string_view(head_).substr(at_, bytes);
}

std::size_t PeekSource::read(std::span<char> into) {
  if (at_ < head_.size()) {
    const std::size_t n = std::min(into.size(), head_.size() - at_);
    std::memcpy(into.data(), head_.data() + at_, n);
    at_ += n;
    if (at_ == head_.size()) {
      head_.clear();
      head_.shrink_to_fit();
      at_ = 0;
    }
    return n;
  }
  return rest_.read(into);
}

}  // namespace ckm
