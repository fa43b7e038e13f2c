#include "base/out_file.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.hh"

namespace ckm {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw Error(Exit::kSystem, fmt::format("can't write {}: {}", path, std::strerror(errno)),
              "check that the folder exists, may be written and has room");
}

[[noreturn]] void fail_stdout() {
  if (errno == EPIPE) throw ClosedPipe();
  throw Error(Exit::kSystem, fmt::format("can't write standard output: {}", std::strerror(errno)),
              "check where it is sent to, and that there is room");
}

}  // namespace

void write_stdout(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) fail_stdout();
}

void flush_stdout() {
  if (std::fflush(stdout) != 0) fail_stdout();
}

void write_stderr(std::string_view bytes) noexcept {
  std::fwrite(bytes.data(), 1, bytes.size(), stderr);
  std::fflush(stderr);
}

OutFile::OutFile(std::string path) : path_(std::move(path)) {
  if (path_.empty() || path_ == "-") {
    path_.clear();
    return;
  }
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::is_symlink(path_, ignored) && fs::exists(path_, ignored)) path_ = fs::canonical(path_, ignored).string();
  const fs::file_status status = fs::status(path_, ignored);
  if (!fs::exists(status) || fs::is_regular_file(status)) beside_ = fmt::format("{}.part-{}", path_, ::getpid());
  file_ = std::fopen(beside_.empty() ? path_.c_str() : beside_.c_str(), "wbe");
  if (file_ == nullptr) fail(path_);
}

OutFile::~OutFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  if (!beside_.empty()) std::remove(beside_.c_str());
}

void OutFile::write(std::string_view bytes) {
  if (path_.empty()) return write_stdout(bytes);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail(path_);
}

void OutFile::commit() {
  if (path_.empty()) return flush_stdout();
  // A device knows no fsync.
  if (std::fflush(file_) != 0 || (!beside_.empty() && ::fsync(::fileno(file_)) != 0)) fail(path_);
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (beside_.empty()) {
    if (!closed) fail(path_);
    return;
  }
  if (!closed || std::rename(beside_.c_str(), path_.c_str()) != 0) {
    std::remove(beside_.c_str());
    fail(path_);
  }
}

}  // namespace ckm
