// From a file's bytes to UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_source.hh"

namespace ckm::text {

// A source of UTF-8 over a source of bytes. A byte-order mark (UTF-8, UTF-16 LE or BE) is recognised and removed, UTF-16 is
// converted; without one the bytes are passed on as they are, so a reader must check what it takes for UTF-8. A character that
// is cut by a buffer's edge is whole in the output. U+FFFD stands for what is no UTF-16.
class DecodeSource final : public ByteSource {
 public:
  explicit DecodeSource(ByteSource& in);
  std::size_t read(std::span<char> into) override;
  // "UTF-8", "UTF-16LE" or "UTF-16BE"; known after the first read.
  [[nodiscard]] std::string_view encoding() const;

 private:
  enum class Form : std::uint8_t { kUnknown, kUtf8, kUtf16Le, kUtf16Be };
  void start();
  void convert_more();
  ByteSource& in_;
  Form form_ = Form::kUnknown;
  std::string ready_;  // UTF-8 that waits to be taken, from at_.
  std::size_t at_ = 0;
  std::string rest_;  // Bytes of a character that is not whole yet.
};

}  // namespace ckm::text
