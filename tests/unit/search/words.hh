// The words of simple texts, found without ckm::text: of lower-case ASCII letters, digits and Simplified characters, which
// folding does not change.
#pragma once

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

struct Word {
  std::string folded;
  bool latin = false;
  bool joined = false;                   // To the character before it.
  std::vector<std::string> extras = {};  // Its letters and digits where it has both; the name that it ends.
};

// "x1" to "x" and "1".
inline std::vector<std::string> parts_of(const std::string& word) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::vector<std::string> parts(1);
  for (const char c : word) {
    if (!parts.back().empty() && digit(parts.back().back()) != digit(c)) parts.emplace_back();
    parts.back() += c;
  }
  return parts.size() == 1 || parts.size() > 4 ? std::vector<std::string>() : parts;
}

inline std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool after_han = false;
  std::string name;  // Of words with a hyphen or a stop between them; the hyphen counts between digits only.
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto letter = [&](std::size_t i) {
      return i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9'));
    };
    if (letter(at)) {
      const std::size_t start = at;
      while (letter(at)) ++at;
      const std::string word(text.substr(start, at - start));
      words.push_back({word, true, false, parts_of(word)});
      name += word;
      if (letter(at + 1) && (text[at] == '.' || text[at] == '-')) {
        const bool digits = std::isdigit(word.back()) != 0 && std::isdigit(text[at + 1]) != 0;
        name += text[at] == '.' || digits ? std::string(1, text[at]) : "\x01";
      } else {
        const bool whole = name != word;
        std::erase(name, '\x01');
        if (whole) words.back().extras.push_back(name);
        name.clear();
      }
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
