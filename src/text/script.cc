#include "text/script.hh"

#include <unicode/uscript.h>

#include <array>
#include <map>
#include <string>

#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::text {
namespace {

constexpr long kIdeograph = 2;

struct Counts {
  std::map<UScriptCode, long> letters;
  long traditional = 0;
};

// Folding turns Traditional forms into Simplified ones, so those that it changes are Traditional.
Counts count_letters(std::string_view text) {
  Counts out;
  std::string scratch;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    const utf8::Decoded c = utf8::decode(at, end);
    const std::string_view bytes(at, c.length);
    at += c.length;
    if (!c.valid) continue;
    if (c.code < 0x80) {
      if ((c.code | 0x20U) >= 'a' && (c.code | 0x20U) <= 'z') ++out.letters[USCRIPT_LATIN];
      continue;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(static_cast<UChar32>(c.code), &status);
    if (U_FAILURE(status) || script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN) continue;
    out.letters[script] += script == USCRIPT_HAN ? kIdeograph : 1;
    if (script == USCRIPT_HAN) out.traditional += fold_char(c.code, scratch) == bytes ? 0 : 1;
  }
  return out;
}

}  // namespace

std::string_view guess_script(std::string_view text) {
  constexpr long kTraditionalShare = 12;  // One Traditional form in as many ideographs.
  constexpr long kKanaShare = 10;         // One kana in as many characters of Chinese and Japanese.
  Counts counts = count_letters(text);
  const long kana = (counts.letters[USCRIPT_HIRAGANA] + counts.letters[USCRIPT_KATAKANA]) * kIdeograph;
  counts.letters.erase(USCRIPT_HIRAGANA);
  counts.letters.erase(USCRIPT_KATAKANA);
  counts.letters[USCRIPT_HANGUL] *= kIdeograph;
  long& han = counts.letters[USCRIPT_HAN];
  const long ideographs = han;
  han += kana;
  UScriptCode best = USCRIPT_COMMON;
  long most = 0;
  for (const auto& [script, count] : counts.letters) {
    if (count <= most) continue;
    most = count;
    best = script;
  }
  if (best == USCRIPT_HANGUL) return "Kore";
  if (best != USCRIPT_HAN) return uscript_getShortName(best);
  if (kana * kKanaShare > han) return "Jpan";
  return counts.traditional * kIdeograph * kTraditionalShare > ideographs ? "Hant" : "Hans";
}

}  // namespace ckm::text
