// Which encoding bytes are in.
//
// A byte-order mark says it; what is UTF-8 is that; all others are candidates. Each candidate decodes the
// bytes, strictly and letting a character be cut at either end, and the text that takes the fewest bits (plausible.hh) wins:
// UTF-8 (for what a wrong decoding made of a text too, mojibake.hh), GB18030 (for GB2312 and GBK too), Big5, Shift_JIS, EUC-JP,
// EUC-KR, ISO-2022-JP, -KR and -CN, windows-1250 to 1258, ISO-8859-2 and -5, KOI8-R, IBM866, UTF-16 and UTF-32 without a mark.
#pragma once

#include <span>
#include <string_view>

namespace ckm::text {

// A piece of a text.
struct Sample {
  std::string_view bytes;
  bool cut_front = true;  // It may begin inside a character, or end inside one.
  bool cut_back = true;
};

struct Detected {
  std::string_view encoding;  // By its IANA name; US-ASCII where all bytes are ASCII.
  double confidence = 0;      // 0 to 1: how likely the text is what that encoding makes of it; less where that is undecodable
                              // in part, and for a few characters. 1 for a mark.
  bool by_mark = false;
  bool binary = false;  // No text: more than a twentieth of what the encoding makes of it is never written.
  [[nodiscard]] bool plain() const { return encoding == "UTF-8" || encoding == "US-ASCII"; }
};

// Whether encodings differ in this byte: all but ASCII, and of that NUL (UTF-16, UTF-32) and the escapes of ISO-2022.
inline bool is_telling(char byte) {
  const auto b = static_cast<unsigned char>(byte);
  return b >= 0x80 || b == 0 || b == 0x1B || b == 0x0E || b == 0x0F;
}

// From samples in the order of the text; the first one is its beginning where it is not cut there. Of each, lines with other
// than ASCII are judged, 16 KiB in all; whether the bytes are characters at all is asked of everything. Linear: some 50 ms a MiB,
// half a millisecond a cell; UTF-8 far less.
Detected detect(std::span<const Sample> samples);
// A text that is whole.
Detected detect(std::string_view text);

}  // namespace ckm::text
