// From a file's bytes to UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_source.hh"
#include "text/converter.hh"
#include "text/encoding.hh"

namespace ckm::text {

// What stands in the text for bytes that are no character.
enum class OnUndecodable : std::uint8_t {
  kMark,     // A mark (undecodable.hh), by which a reader rejects the record that holds it.
  kReplace,  // U+FFFD, one for each run of bytes that ICU takes together.
};

// A source of UTF-8 over a source of bytes in one encoding, in constant memory. The text is valid UTF-8 throughout. A character
// that is cut by a buffer's edge is whole in the output; a byte-order mark at the beginning is left out. UTF-8 is checked and
// passed on as it is (Chinese at 200 MB/s and more, ASCII far faster), everything else goes through ICU (GB18030 at 130 MB/s).
class DecodeSource final : public ByteSource {
 public:
  // `offset`: where in the input `in` begins, for the marks.
  DecodeSource(ByteSource& in, const Encoding& encoding, OnUndecodable on_undecodable = OnUndecodable::kMark,
               std::uint64_t offset = 0);
  std::size_t read(std::span<char> into) override;

  // How many runs of bytes could not be decoded so far, and where the first one stands in the input.
  [[nodiscard]] std::uint64_t undecodable() const { return undecodable_; }
  [[nodiscard]] std::uint64_t first_undecodable() const { return first_undecodable_; }

 private:
  bool fill();
  void pass_on(bool at_end);
  void convert(bool at_end);
  void append_utf16(std::u16string_view units);
  void refuse(std::string_view bytes, std::uint64_t offset);

  ByteSource& in_;
  std::optional<Converter> converter_;  // None for UTF-8.
  std::uint64_t unit_ = 1;              // Bytes by which characters are aligned.
  OnUndecodable on_undecodable_;
  std::string bytes_;     // Of the input, from offset_ on: what is not decoded yet.
  std::uint64_t offset_;  // Where bytes_ begins in the input.
  std::string ready_;     // UTF-8 that waits to be taken, from at_.
  std::size_t at_ = 0;
  char16_t high_surrogate_ = 0;  // The first half of a character whose second is still to come.
  bool at_start_;                // Nothing has been decoded, so that a byte-order mark may come.
  bool at_end_ = false;
  std::uint64_t undecodable_ = 0;
  std::uint64_t first_undecodable_ = 0;
};

}  // namespace ckm::text
