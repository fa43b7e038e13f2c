// A stream of bytes to read, whatever it comes from.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/temp_file.hh"

namespace ckm {

class FileSource;

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  // Fills at least one byte of `into`, or returns 0 at the end. Throws Error{kInput} when the system can't read on, and
  // Interrupted where a pipe would be waited for after a signal; what was read until then is not lost.
  virtual std::size_t read(std::span<char> into) = 0;
  // The file that this is, where it can be read anywhere (read_at); null for any other source.
  virtual FileSource* file() { return nullptr; }
};

// A text in memory, which must outlive the source.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view text) : rest_(text) {}
  std::size_t read(std::span<char> into) override {
    const std::size_t n = std::min(into.size(), rest_.size());
    rest_.copy(into.data(), n);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
};

// One source and then another, which must outlive it.
class ChainSource final : public ByteSource {
 public:
  ChainSource(ByteSource& first, ByteSource& second) : first_(first), second_(second) {}
  std::size_t read(std::span<char> into) override {
    const std::size_t n = first_.read(into);
    return n > 0 ? n : second_.read(into);
  }

 private:
  ByteSource& first_;
  ByteSource& second_;
};

// What messages call a path: standard input for "-".
std::string input_name(const std::string& path);

// A file, or standard input for "-". Opening throws Error{kInput} for what is missing, unreadable or a folder.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::string& path);
  // What was kept of another source, whose name this takes.
  FileSource(TempFile&& kept, std::string name);
  ~FileSource() override;
  std::size_t read(std::span<char> into) override;
  FileSource* file() override { return seekable_ ? this : nullptr; }

  // The open file, and where in it the source begins.
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] std::uint64_t start() const { return start_; }

  // Whether bytes can be looked at before they are read: a regular file, no pipe.
  [[nodiscard]] bool seekable() const { return seekable_; }
  // Bytes from an offset on, fewer at the end, without reading them. Of a seekable one only.
  [[nodiscard]] std::string look_at(std::uint64_t offset, std::size_t bytes) const;
  // Fills `into` from an offset on, less only at the end; position() is behind that then. Of a seekable one only. read() goes on
  // from where it was.
  std::size_t read_at(std::uint64_t offset, std::span<char> into);

  // Bytes in all, 0 when that is not known (a pipe); bytes read so far.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t position() const { return position_; }

 private:
  [[noreturn]] void fail() const;
  std::size_t fill(std::uint64_t offset, std::span<char> into) const;
  std::string path_;
  std::optional<TempFile> kept_;
  int fd_ = -1;
  bool seekable_ = false;
  std::uint64_t start_ = 0;  // Where standard input stood at first.
  std::uint64_t size_ = 0;
  std::uint64_t position_ = 0;
};

// A source whose first bytes are looked at before they are read: what format detection needs.
class PeekSource final : public ByteSource {
 public:
  explicit PeekSource(ByteSource& rest) : rest_(rest) {}
  // Up to `bytes` from where the source stands, fewer only at its end, after a signal, and where it failed behind some, which
  // read() throws then. Valid until the next call.
  std::string_view peek(std::size_t bytes);
  std::size_t read(std::span<char> into) override;
  FileSource* file() override { return rest_.file(); }

 private:
  ByteSource& rest_;
  std::string head_;
  std::size_t at_ = 0;
  std::exception_ptr failed_;
};

}  // namespace ckm
