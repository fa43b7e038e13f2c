// Gzip (RFC 1952) unpacked by zlib, which checks what libarchive does not: the checksum and length that end each part.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.hh"

namespace ckm::formats {

bool is_gzip(std::string_view head);

// Parts behind one another are one text, as gzip has it; zeros and what is no gzip behind the last one are left out.
class GzipSource final : public ByteSource {
 public:
  // `name`: what errors call it. `in` must outlive the source.
  GzipSource(ByteSource& in, std::string name);
  ~GzipSource() override;
  // Throws Error{kInput} for what is damaged or cut off, once what could be unpacked before has been read.
  std::size_t read(std::span<char> into) override;

  // Bytes of `in` read so far.
  [[nodiscard]] std::uint64_t taken() const { return taken_; }

 private:
  bool fill();
  bool next_part();
  [[noreturn]] void fail(std::string_view why) const;

  ByteSource& in_;
  std::string name_;
  std::unique_ptr<char[]> buffer_;
  z_stream stream_{};
  std::uint64_t taken_ = 0;
  int status_ = Z_OK;
};

}  // namespace ckm::formats
