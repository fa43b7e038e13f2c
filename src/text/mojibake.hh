// Undoing a wrong decoding that a text went through before it reached us: UTF-8 read as windows-1252 or Latin-1 ("cafÃ©"),
// GB18030, Big5, Shift_JIS, EUC-JP or EUC-KR read so ("ÖÐ¹ú"), UTF-8 read as GB18030 ("浣犲ソ"), and these twice over.
//
// It is undone only where that is certain: every character of the text has a byte in the encoding it was wrongly read in, the
// bytes are to the last one a text of the other, reading that wrongly gives the very text, and it is clearly more plausible
// (plausible.hh), even without the letters that are drawn out (JÁÁÁÁ is pairs of bytes by itself). So a text with but one
// character that can't have come that way is left alone as a whole; its words may be asked one by one. Pure; linear, and quick
// to say no.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ckm::text {

inline constexpr std::string_view kUtf8As1252 = "utf-8 as windows-1252";

struct Undone {
  std::string text;
  std::string_view
      rule;          // "utf-8 as windows-1252", "gb18030 as windows-1252" and so on, "utf-8 as gb18030": the last one undone.
  int times = 1;     // How many wrong decodings were undone.
  bool sure = true;  // Else it may be a capital letter before a sign as right text has it, too: see mojibake_witness.hh.
};

// Whether anything could be undone, by the first kilobyte from the first character on that is not ASCII. About a microsecond.
bool may_be_misread(std::string_view text);

// Nothing where the text is best left as it is. `text` is UTF-8.
std::optional<Undone> undo_mojibake(std::string_view text);
// The same of UTF-8 read as windows-1252 alone: what is certain in a single word, if it is sure or another of the text is.
std::optional<Undone> undo_misread_utf8(std::string_view word);

// Whether characters in a row are clearly East Asian text that was read as windows-1252, though it may not be clear of which
// encoding.
bool looks_misread(std::string_view run);

// Which of two readings of a text is clearly the more plausible: -1 for the first, 1 for the second, 0 where they are about
// alike.
int more_plausible(std::string_view first, std::string_view second);

}  // namespace ckm::text
