// What a text part of a mail says, from its decoded bytes: characters, flowed lines, armour.
#pragma once

#include <string>
#include <string_view>

namespace ckm::formats {

// Bytes in the encoding that a mail names, as UTF-8 without NUL. A label that the bytes contradict, or none, is looked past:
// valid UTF-8 is that, else text::detect decides. GB2312 and GBK are read as GB18030, ISO-8859-1 as windows-1252. What still
// can't be decoded is U+FFFD.
std::string decode_mail_text(std::string_view bytes, std::string_view label);

// Paragraphs of format=flowed (RFC 3676) as one line each; quoted ones keep their marks. `delsp`: the blank at a line's end is
// no part of the text.
std::string unflow(std::string_view text, bool delsp);

// The text that PGP signed in the clear (RFC 4880 section 7), without armour and signature; the text itself where there is none.
std::string without_pgp_armour(std::string_view text);
// Whether the text is nothing but a message that PGP encrypted.
bool is_pgp_encrypted(std::string_view text);

// Lines that mbox quoted, ">From ", without that mark.
std::string without_from_marks(std::string_view text);

}  // namespace ckm::formats
