// All of an input, to be read at any place and as often as needed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/byte_source.hh"

namespace ckm {

class Stored {
 public:
  // A regular file is read where it stands; anything else is copied at once to a file without a name (TempFile). `in` must
  // outlive it. Throws Error{kSystem} where there is no room for the copy, and Interrupted at a signal.
  explicit Stored(ByteSource& in);
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;

  [[nodiscard]] std::uint64_t size() const { return file_->size(); }
  // Fills `into` with the bytes from an offset on, fewer only at the end.
  std::size_t read_at(std::uint64_t offset, std::span<char> into) const { return file_->read_at(offset, into); }

  // The file, and where in it the input begins. Others may move its position.
  [[nodiscard]] int fd() const { return file_->fd(); }
  [[nodiscard]] std::uint64_t start() const { return file_->start(); }

 private:
  FileSource* file_ = nullptr;
  std::optional<FileSource> copy_;
};

}  // namespace ckm
