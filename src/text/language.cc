#include "text/language.hh"

#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <functional>
#include <string>

#include "base/utf8.hh"
#include "text/function_words.hh"
#include "text/stem.hh"
#include "text/tokenize.hh"

namespace ckm::text {
namespace {

constexpr std::array<std::string_view, kLanguageCount> kCodes = {"",   "en", "de", "fr", "es", "pt", "it",
                                                                 "nl", "sv", "da", "no", "fi", "ru"};
constexpr std::size_t kLookedAt = 4096;
constexpr std::size_t kCharactersEnough = 128;  // After these many ideographs, with few letters among them, it is no Latin text.
constexpr int kWordsBetweenChecks = 32;         // After these many words it is asked whether the rest can be spared.

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool letter(char c) { return c >= 'a' && c <= 'z'; }

// At most kLookedAt bytes, not cut within a character.
std::string_view head(std::string_view text) {
  if (text.size() <= kLookedAt) return text;
  std::size_t size = kLookedAt;
  while (size > kLookedAt - 4 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

// A letter of the Cyrillic block, as the first byte of a folded word tells.
bool cyrillic(std::string_view folded) {
  const auto lead = static_cast<unsigned char>(folded[0]);
  return lead >= 0xD0 && lead <= 0xD3;
}

// Whether a folded word has a letter that none of the languages here writes, but Vietnamese, Romanian, Polish, Czech and their
// neighbours do, or Ukrainian, Belarusian and Serbian.
bool foreign(std::string_view folded) {
  constexpr std::u32string_view kLatin = U"ășşțţơưđąćęłńśźżčďěňřšťůžģķļņūīė";
  constexpr std::u32string_view kCyrillic = U"іїєґўјљњћђџ";
  const char* const end = folded.data() + folded.size();
  for (const char* at = folded.data(); at < end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    at += c.length;
    if (c.code >= 0x1EA0 && c.code <= 0x1EF9) return true;
    if (c.code >= 0x100 &&
        (kLatin.find(c.code) != std::u32string_view::npos || kCyrillic.find(c.code) != std::u32string_view::npos))
      return true;
  }
  return false;
}

// What a text's words say for each language. A word of several languages counts for each of them in part.
class Votes {
 public:
  void add(std::string_view word) {
    const std::uint32_t languages = function_word_languages(word) & ~1U;
    if (languages == 0) return;
    const double part = 1.0 / std::popcount(languages);
    for (std::size_t i = 1; i < votes_.size(); ++i) {
      if ((languages >> i & 1) != 0) votes_[i] += part;
    }
  }
  // The language with most votes if no other has as many and they are at least `least`.
  [[nodiscard]] Language winner(double least) const {
    const auto best = std::max_element(votes_.begin(), votes_.end());
    const bool alone = std::count(votes_.begin(), votes_.end(), *best) == 1;
    return alone && *best >= least ? static_cast<Language>(best - votes_.begin()) : Language::kNone;
  }
  // Whether one language has enough votes, and so many more than any other that more text won't change it.
  [[nodiscard]] bool decided() const {
    std::array<double, kLanguageCount> sorted = votes_;
    std::partial_sort(sorted.begin(), sorted.begin() + 2, sorted.end(), std::greater<>());
    return sorted[0] >= 12 && sorted[0] >= 2 * sorted[1];
  }

 private:
  std::array<double, kLanguageCount> votes_{};
};

// A name or two of another language are none of the text's.
constexpr int kForeignShare = 4;

}  // namespace

std::string_view language_code(Language language) { return kCodes[static_cast<std::size_t>(language)]; }

std::optional<Language> language_from_code(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_."));
  if (primary.size() < 2 || primary.size() > 3) return std::nullopt;
  std::string code(primary);
  std::transform(code.begin(), code.end(), code.begin(), lower);
  if (!std::all_of(code.begin(), code.end(), letter)) return std::nullopt;
  if (code == "nb" || code == "nn") return Language::kNorwegian;
  const auto* const found = std::find(kCodes.begin(), kCodes.end(), code);
  return found == kCodes.end() ? Language::kNone : static_cast<Language>(found - kCodes.begin());
}

bool is_known_language(std::string_view tag) {
  std::string code(tag.substr(0, tag.find_first_of("-_.")));
  std::transform(code.begin(), code.end(), code.begin(), lower);
  return code == "cmn" || *uloc_getISO3Language(code.c_str()) != '\0';
}

bool is_language_tag(std::string_view text) {
  constexpr std::size_t kMost = 35;  // RFC 5646, 4.4.1.
  constexpr std::size_t kLongestPart = 8;
  if (text.size() > kMost) return false;
  for (bool first = true;; first = false) {
    const std::size_t end = text.find('-');
    const std::string_view part = text.substr(0, end);
    const bool plain =
        std::all_of(part.begin(), part.end(), [&](char c) { return letter(lower(c)) || (!first && c >= '0' && c <= '9'); });
    if (!plain || (first ? part.size() < 2 || part.size() > 3 : part.empty() || part.size() > kLongestPart)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

Language guess_language(std::string_view text) {
  Stemmer none(Language::kNone);
  TokenStream stream(head(text), none);
  Votes votes;
  std::size_t characters = 0;  // Han, kana, Hangul.
  std::size_t letters = 0;     // Bytes of words.
  int words = 0;
  int cyrillic_words = 0;
  int foreign_words = 0;
  for (Token token; stream.next(token);) {
    if (token.lane != Lane::kWord) continue;
    if (token.script != CharClass::kWord) {
      if (++characters >= kCharactersEnough && characters > 4 * letters) return Language::kNone;
      continue;
    }
    letters += token.folded.size();
    ++words;
    if (cyrillic(token.folded)) ++cyrillic_words;
    if (static_cast<signed char>(*std::ranges::min_element(token.folded)) < 0 && foreign(token.folded)) ++foreign_words;
    votes.add(token.folded);
    if (words % kWordsBetweenChecks == 0 && characters == 0 && votes.decided()) break;
  }
  if (characters > letters) return Language::kNone;
  if (foreign_words * kForeignShare > words) return Language::kNone;
  if (cyrillic_words * 2 > words) return Language::kRussian;
  return votes.winner(std::max(0.1, words * 0.05));
}

bool is_function_word(std::string_view folded, Language language) {
  const std::uint32_t languages = function_word_languages(folded);
  if (language == Language::kNone) return languages != 0;
  return (languages & (1U | 1U << static_cast<unsigned>(language))) != 0;
}

}  // namespace ckm::text
