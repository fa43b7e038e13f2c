#include "text/pinyin.hh"

#include <algorithm>
#include <span>
#include <string>

#include "base/utf8.hh"
#include "text/pinyin_table.hh"
#include "text/reading.hh"

namespace ckm::text {
namespace {

namespace table = pinyin_table;

constexpr std::size_t kMostLetters = 6;  // zhuang
// No word that people type is longer; what is, need not be tried.
constexpr std::size_t kMostBytes = 120;

std::span<const std::string_view> all_syllables() { return {table::kSyllable, table::kSyllableCount}; }

// The syllable that begins at `at` and is written with so many characters.
const std::string_view* read_syllable(std::string_view word, std::size_t at, std::size_t characters, std::size_t& end) {
  end = at;
  for (; characters > 0; --characters) {
    if (end == word.size()) return nullptr;
    end += utf8::decode(word.data() + end, word.data() + word.size()).length;
  }
  const auto read = syllable(word.substr(at, end - at));
  if (!read) return nullptr;
  const auto all = all_syllables();
  const auto found = std::ranges::lower_bound(all, read->text());
  return found != all.end() && *found == read->text() ? &*found : nullptr;
}

// Better readings first.
bool before(const Syllables& a, const Syllables& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].size() != b[i].size()) return a[i].size() > b[i].size();
  }
  return a < b;
}

void append(std::vector<char32_t>& out, std::size_t number, Commonness commonness) {
  const bool common = commonness == Commonness::kCommon;
  const auto* const from = table::kCharacter + (common ? table::kStart[number] : table::kRare[number]);
  const auto* const to = table::kCharacter + (common ? table::kRare[number] : table::kStart[number + 1]);
  out.insert(out.end(), from, to);
}

void sort(std::vector<char32_t>& characters) {
  std::ranges::sort(characters);
  const auto repeated = std::ranges::unique(characters);
  characters.erase(repeated.begin(), repeated.end());
}

}  // namespace

std::vector<Syllables> spellings(std::string_view word) {
  if (word.empty() || word.size() > kMostBytes) return {};
  // From behind: the best readings of what begins at each byte.
  std::vector<std::vector<Syllables>> rest(word.size() + 1);
  rest.back().emplace_back();
  for (std::size_t at = word.size(); at-- > 0;) {
    if ((static_cast<unsigned char>(word[at]) & 0xC0) == 0x80) continue;
    std::vector<Syllables>& here = rest[at];
    for (std::size_t characters = 1; characters <= kMostLetters; ++characters) {
      std::size_t end = 0;
      const std::string_view* first = read_syllable(word, at, characters, end);
      if (first == nullptr) continue;
      const bool apostrophe = end + 1 < word.size() && word[end] == '\'';
      for (const Syllables& more : rest[end + (apostrophe ? 1 : 0)]) {
        Syllables& all = here.emplace_back(Syllables{*first});
        all.insert(all.end(), more.begin(), more.end());
      }
    }
    std::ranges::sort(here, before);
    // A tone's mark may be written with its letter or behind it.
    here.erase(std::ranges::unique(here).begin(), here.end());
    if (here.size() > kMostSpellings) here.resize(kMostSpellings);
  }
  return rest.front();
}

std::vector<char32_t> characters_read(std::string_view syllable, Commonness commonness) {
  std::vector<char32_t> out;
  const auto all = all_syllables();
  const auto add = [&](std::string_view name) {
    const auto found = std::ranges::lower_bound(all, name);
    if (found != all.end() && *found == name) append(out, static_cast<std::size_t>(found - all.begin()), commonness);
  };
  add(syllable);
  if (syllable == "lu" || syllable == "nu") add(std::string{syllable[0], 'v'});
  sort(out);
  return out;
}

std::span<const char32_t> characters_beginning(char letter, bool rare_too) {
  if (letter < 'a' || letter > 'z') return {};
  const auto place = static_cast<std::size_t>(letter - 'a');
  const auto* const start = rare_too ? table::kInitialStart : table::kCommonInitialStart;
  const auto* const characters = rare_too ? table::kInitial : table::kCommonInitial;
  return {characters + start[place], characters + start[place + 1]};
}

}  // namespace ckm::text
