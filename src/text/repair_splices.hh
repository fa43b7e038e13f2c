// The rule splice: what is left where a converter to Traditional characters replaced bytes of GBK text without looking where its
// characters begin.
//
// Such a converter writes a reading behind a character, and ASCII for full-width punctuation, wherever the two bytes stand, also
// where they are the second byte of one character and the first of the next. From there on the characters are cut in the wrong
// place, until one ends with a byte that is ASCII, or a byte is lost:
//
//   因為知識   D2F2 9EE9 D6AA D752    F29E is 驗 (yàn), so "(yàn)" goes between 9E and E9: D2F2 9E( yàn) E9D6 AAD7 R
//   因?yàn)橹R(shí)                   "9E(" is no character and shows as ?, AAD7 is for private use; the reading of 識 stands
//   whole 。互動     A1A3 BBA5 84D3         A3BB is ；, so a mark goes between A1 and A3, and ；becomes ;
//   ?;?dòng)                           A1 shows as ?, A584 is for private use, "D3(" shows as ?
//
// Repair puts the bytes together again. What was lost, one byte at a time, is filled in by the reading that is left over, or by
// the words that it makes (ICU's dictionary) and pairs of characters that the text has elsewhere. A splice is repaired if one
// filling is clearly better than all others and than the text as it stands; else it is a finding.
#pragma once

#include <string_view>

#include "text/repair_readings.hh"
#include "text/repair_rules.hh"

namespace ckm::text {

inline constexpr std::string_view kSpliceRule = "splice";

// For a text that is known to come from such a converter.
Found find_splices(std::string_view text, const Annotated& annotated);

}  // namespace ckm::text
