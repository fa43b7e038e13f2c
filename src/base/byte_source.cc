#include "base/byte_source.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm {

std::string input_name(const std::string& path) { return path == "-" ? "standard input" : path; }

FileSource::FileSource(const std::string& path) : path_(input_name(path)) {
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
      throw Error(Exit::kInput, fmt::format("{} is a folder", path_),
                  "name files in it, for example: " + path + (path.ends_with('/') ? "*" : "/*"));
    }
    const off_t at = S_ISREG(info.st_mode) ? ::lseek(fd_, 0, SEEK_CUR) : -1;
    if (at >= 0 && at <= info.st_size) {
      seekable_ = true;
      start_ = static_cast<std::uint64_t>(at);
      size_ = static_cast<std::uint64_t>(info.st_size - at);
    }
  }
}

FileSource::FileSource(TempFile&& kept, std::string name)
    : path_(std::move(name)), kept_(std::move(kept)), fd_(kept_->fd()), seekable_(true), size_(kept_->size()) {
  ::lseek(fd_, 0, SEEK_SET);
}

FileSource::~FileSource() {
  if (fd_ > STDIN_FILENO && !kept_) ::close(fd_);
}

void FileSource::fail() const {
  throw Error(Exit::kInput, fmt::format("can't read {}: {}", path_, std::strerror(errno)), "check the file and try again");
}

std::size_t FileSource::fill(std::uint64_t offset, std::span<char> into) const {
  std::size_t have = 0;
  while (have < into.size()) {
    const ssize_t n = ::pread(fd_, into.data() + have, into.size() - have, static_cast<off_t>(start_ + offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail();
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  return have;
}

std::string FileSource::look_at(std::uint64_t offset, std::size_t bytes) const {
  std::string out(bytes, '\0');
  out.resize(fill(offset, out));
  return out;
}

std::size_t FileSource::read_at(std::uint64_t offset, std::span<char> into) {
  const std::size_t n = fill(offset, into);
  position_ = offset + n;
  return n;
}

std::size_t FileSource::read(std::span<char> into) {
  for (;;) {
    if (!seekable_ && interrupted() != 0) throw Interrupted();
    const ssize_t n = ::read(fd_, into.data(), into.size());
    if (n >= 0) {
      position_ += static_cast<std::uint64_t>(n);
      return static_cast<std::size_t>(n);
    }
    if (errno == EINTR && interrupted() != 0) throw Interrupted();
    if (errno != EINTR) fail();
  }
}

std::string_view PeekSource::peek(std::size_t bytes) {
  while (!failed_ && head_.size() - at_ < bytes) {
    const std::size_t had = head_.size();
    head_.resize(at_ + bytes);
    std::size_t n = 0;
    try {
      n = rest_.read({head_.data() + had, head_.size() - had});
    } catch (const Interrupted&) {  // The next read throws it again.
    } catch (const Error&) {
      if (had == at_) {
        head_.resize(had);
        throw;
      }
      failed_ = std::current_exception();
    }
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
  if (failed_) std::rethrow_exception(failed_);
  return rest_.read(into);
}

}  // namespace ckm
