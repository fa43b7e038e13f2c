// The words of simple texts, found without ckm::text: of lower-case ASCII letters, digits and Simplified characters, which
// folding does not change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

struct Word {
  std::string folded;
  bool latin = false;
  bool joined = false;  // To the character before it.
};

inline std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool after_han = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto letter = [&](std::size_t i) {
      return i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9'));
    };
    if (letter(at)) {
      const std::size_t start = at;
      while (letter(at)) ++at;
      words.push_back({std::string(text.substr(start, at - start)), true, false});
      after_han = false;
    } else if (lead >= 0xE4 && lead <= 0xE9) {
      words.push_back({std::string(text.substr(at, 3)), false, after_han});
      after_han = true;
      at += 3;
    } else {
      after_han = false;
      at += lead >= 0xE0 ? 3 : 1;
    }
  }
  return words;
}

}  // namespace ckm::search
