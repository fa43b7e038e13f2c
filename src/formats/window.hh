// A window over a stream that grows until a whole record fits in.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <string_view>

#include "base/byte_source.hh"

namespace ckm::formats {

// A record that is longer than this is not taken.
inline constexpr std::size_t kMaxRecord = std::size_t{64} << 20;

class Window {
 public:
  explicit Window(ByteSource& in) : in_(in) {}

  // What has been read and not dropped. Valid until the next grow().
  [[nodiscard]] const char* begin() const { return buffer_.get() + begin_; }
  [[nodiscard]] const char* end() const { return buffer_.get() + end_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  // Nothing follows what is in the window.
  [[nodiscard]] bool at_end() const { return at_end_; }

  // Gives up the first `bytes`.
  void drop(std::size_t bytes) { begin_ += bytes; }
  // Reads on until the window is at least twice as large as it was, or at the end of the stream: scanning a record again
  // from its start after each call stays linear. False when nothing was left. What the stream throws behind some bytes the next
  // call throws.
  bool grow();

 private:
  ByteSource& in_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  std::exception_ptr failed_;
};

}  // namespace ckm::formats
