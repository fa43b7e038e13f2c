// The rule reading: what converters to Traditional characters write behind those that differ, as in 網(wǎng)絡(luò ).
//
// A bracket (ASCII or full-width) is an inline reading if what it holds is a reading of the character before it, in lower case,
// with its tone, without, or with blanks around it; or if this character is never without this same bracket. So 管理(KM) and
// 工行(ICBC) stay. A text with few of them explains its characters, and stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/reading.hh"

namespace ckm::text {

// A text as characters, with the brackets that hold a syllable. Views point into the text.
struct Annotated {
  struct Character {
    char32_t code;
    std::size_t begin;  // Bytes.
    std::size_t end;
    std::uint32_t bracket;  // One more than the number of the bracket that opens here, or 0.
  };
  struct Bracket {
    std::size_t open;  // Numbers of characters: the opening one,
    std::size_t end;   // and the one behind the closing one.
    Syllable syllable;
    std::string_view written;
    bool is_reading;  // Of the character before it.
  };
  std::vector<Character> characters;
  std::vector<Bracket> brackets;
  std::size_t reading_count = 0;

  [[nodiscard]] const Bracket* bracket_at(std::size_t character) const {
    if (character >= characters.size() || characters[character].bracket == 0) return nullptr;
    return &brackets[characters[character].bracket - 1];
  }
};

// How many brackets hold a reading of the character before them. Counts up to `most`.
std::size_t count_readings(std::string_view text, std::size_t most);

Annotated annotate(std::string_view text);

}  // namespace ckm::text
