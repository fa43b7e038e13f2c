// How plausible it is that a text was written by people: the number of bits that it takes under a simple model of their
// languages. Decoding with the wrong encoding gives a text of many more bits than the right one, so that encodings are told
// from each other by comparing them. For src/text.
//
// A character costs by how rare it is in the model's languages (Han and kana: cjk_frequency.hh; letters of alphabets: a short
// list by rank; what no text holds, such as C1 controls, private use and unassigned characters, most), and each step from one
// character to the next by whether such neighbours are usual: a letter of another script within a word is not, nor is a
// capital behind a small letter. Bits of one text under two models, or of two texts for the same bytes, may be compared;
// 2^-difference is how much less likely one is. Linear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ckm::text {

// A language or a few that use the same letters.
enum class Model : std::uint8_t {
  kChinese,
  kJapanese,
  kKorean,
  kEnglish,
  kGerman,
  kFrench,
  kSpanish,
  kPortuguese,
  kItalian,
  kNordic,
  kPolish,
  kCzech,  // And Slovak.
  kHungarian,
  kCroatian,  // And Slovene.
  kRomanian,
  kTurkish,
  kLithuanian,
  kLatvian,
  kEstonian,
  kVietnamese,
  kRussian,
  kUkrainian,
  kSerbian,  // And Macedonian, Bulgarian.
  kGreek,
  kHebrew,
  kArabic,
};
inline constexpr std::size_t kModelCount = 26;

// kUndecodable in the text costs as much as a character that is never written.
double bits(std::u16string_view text, Model model);

// What a text with that many letters of ASCII takes besides, at most a few bits: the languages of a model without other
// letters would not be written with so many.
double bits_of_latin(std::size_t letters, Model model);

// How many characters of the text are none that is written: controls but those of lines, tabs, pages and terminals, private use,
// unassigned ones, kUndecodable.
std::size_t count_never_written(std::u16string_view text);

// The fewest bits of all models.
double fewest_bits(std::u16string_view text);

}  // namespace ckm::text
