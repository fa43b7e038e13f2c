// The languages that ckm stems, and guessing which one a text is in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ckm::text {

enum class Language : std::uint8_t {
  kNone,  // Unknown, or a language without stems (Chinese, Japanese, Korean).
  kEnglish,
  kGerman,
  kFrench,
  kSpanish,
  kPortuguese,
  kItalian,
  kDutch,
  kSwedish,
  kDanish,
  kNorwegian,
  kFinnish,
  kRussian,
};
inline constexpr int kLanguageCount = 13;  // With kNone.

// ISO 639-1 ("en"), or "" for kNone.
std::string_view language_code(Language language);
// From a code with or without region and script ("en", "en-GB", "EN_us", "zh-Hans"): a stemmed language, kNone for a known
// tag of another language, nothing for what is no language tag.
std::optional<Language> language_from_code(std::string_view tag);

// Whether ICU knows the language of such a code.
bool is_known_language(std::string_view tag);

// Whether a text looks like a tag of BCP 47 (RFC 5646): en, zh-Hant, es-419. A language of two or three letters, and behind
// hyphens up to eight letters and digits each; no more than 35 characters.
bool is_language_tag(std::string_view text);
inline constexpr std::string_view kLanguageTagHint = "write a tag such as en, en-GB or zh-Hant";

// The language of a text: by its script (mostly Cyrillic is Russian), then by its function words, of at most the first 4 KiB.
// kNone where nothing decides, and for a text with more Han, kana and Hangul characters than letters of words; else those
// characters don't count, so that a text of two scripts is judged by its words.
Language guess_language(std::string_view text);

// Whether a folded word, or a folded Han character, is a function word ("the", "der", "的"): it says little about what a
// text is about. With kNone: of any language. A Chinese one ("的") is one with every language.
bool is_function_word(std::string_view folded, Language language);

}  // namespace ckm::text
