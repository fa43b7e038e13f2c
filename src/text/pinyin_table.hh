// The table behind pinyin.hh, as tools/tables/make_pinyin_table.cc writes it: readings.hh the other way round, for folded
// characters. For src/text and that program alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ckm::text::pinyin_table {

// All syllables that hold a vowel, ascending, and where the characters of each begin: first the common ones, from kRare on the
// others, each part ascending. The last syllable is followed by one more start, where the characters end.
extern const std::string_view kSyllable[];
extern const std::size_t kSyllableCount;
extern const std::uint32_t kStart[];
extern const std::uint32_t kRare[];
extern const char32_t kCharacter[];

// The characters of all syllables that begin with a letter, ascending, and of them the common ones; where those of each letter
// from a to z begin, and of one more, where they end.
extern const std::uint32_t kInitialStart[];
extern const char32_t kInitial[];
extern const std::uint32_t kCommonInitialStart[];
extern const char32_t kCommonInitial[];

}  // namespace ckm::text::pinyin_table
