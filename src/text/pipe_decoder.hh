// From a pipe's bytes to UTF-8, whatever they are in.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>

#include "base/byte_source.hh"
#include "base/spool.hh"
#include "text/decode.hh"
#include "text/detect.hh"

namespace ckm::text {

// ASCII is the same in every encoding but UTF-16 and UTF-32, which have a NUL in it, and is passed on as it comes, so that what
// trickles in is not held up. With the first other byte (NUL and the escapes of ISO-2022 count) the pipe is spooled until its
// encoding is known (detect_source): from its beginning where that byte stands in the first 64 KiB, else from that byte's line.
class PipeDecoder final : public ByteSource {
 public:
  using Found = std::function<void(const Detected&, const Encoding&)>;
  // `found` is called once, before any of the text that it tells about is read; never for pure ASCII.
  PipeDecoder(ByteSource& in, OnUndecodable on_undecodable, Found found)
      : in_(in), on_undecodable_(on_undecodable), found_(std::move(found)) {}
  std::size_t read(std::span<char> into) override;

  // What decodes the text; null so long as all was ASCII.
  [[nodiscard]] const DecodeSource* decoder() const { return decoder_ ? &*decoder_ : nullptr; }

 private:
  bool fill();
  void decide(std::size_t from);

  ByteSource& in_;
  OnUndecodable on_undecodable_;
  Found found_;
  std::string ready_;  // ASCII that waits to be taken, from at_.
  std::size_t at_ = 0;
  std::exception_ptr failed_;  // What the source threw behind that.
  std::uint64_t offset_ = 0;   // Where ready_ begins in the input.
  std::string rest_;           // What was read behind the ASCII.
  std::optional<MemorySource> rest_source_;
  std::optional<ChainSource> chain_;
  std::optional<Spool> spool_;
  std::optional<DecodeSource> decoder_;
};

}  // namespace ckm::text
