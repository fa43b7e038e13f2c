// A file without a name: what is too much for memory, kept until it is closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ckm {

// In TMPDIR, or /tmp. It is gone when it is closed, however the program ends.
class TempFile {
 public:
  // `what` is kept in it, for messages; `hint` says how to do without. Throws Error{kSystem} where it can't be made.
  TempFile(std::string what, std::string hint);
  TempFile(TempFile&& other) noexcept;
  TempFile& operator=(TempFile&&) = delete;
  ~TempFile();

  // Throws Error{kSystem} where there is no room.
  void append(std::string_view bytes);
  // Fills `into` from an offset on; less only at the end. Throws Error{kSystem}.
  std::size_t read_at(std::uint64_t offset, std::span<char> into) const;
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] int fd() const { return fd_; }

 private:
  [[noreturn]] void fail() const;
  std::string what_;
  std::string hint_;
  int fd_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace ckm
