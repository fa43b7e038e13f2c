#include "base/out_file.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hh"

namespace ckm {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw Error(Exit::kSystem, fmt::format("can't write {}: {}", path, std::strerror(errno)),
              "check that the folder exists, may be written and has room");
}

}  // namespace

void write_stdout(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size()) return;
  if (errno == EPIPE) throw ClosedPipe();
  fail("standard output");
}

void flush_stdout() {
  if (std::fflush(stdout) == 0) return;
  if (errno == EPIPE) throw ClosedPipe();
  fail("standard output");
}

OutFile::OutFile(std::string path) : path_(std::move(path)) {
  if (path_.empty() || path_ == "-") {
    path_.clear();
    return;
  }
  beside_ = fmt::format("{}.part-{}", path_, ::getpid());
  file_ = std::fopen(beside_.c_str(), "wbe");
  if (file_ == nullptr) fail(beside_);
}

OutFile::~OutFile() {
  if (file_ == nullptr) return;
  std::fclose(file_);
  std::remove(beside_.c_str());
}

void OutFile::write(std::string_view bytes) {
  if (path_.empty()) return write_stdout(bytes);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail(beside_);
}

void OutFile::commit() {
  if (path_.empty()) return flush_stdout();
  if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) fail(beside_);
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (!closed || std::rename(beside_.c_str(), path_.c_str()) != 0) {
    std::remove(beside_.c_str());
    fail(path_);
  }
}

}  // namespace ckm
