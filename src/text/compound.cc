#include "text/compound.hh"

#include <algorithm>
#include <cstring>

namespace ckm::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The sign that joins what stands behind it to the word before; 0 where none does.
char joining(const Compound::Behind& behind) {
  const auto [sign, next, unused] = behind.folded;
  return sign != '#' && Compound::joins(static_cast<unsigned char>(sign)) && (is_digit(next) || is_letter(next)) ? sign : '\0';
}

// C++ and C#: how many signs belong to the word before them.
std::size_t tail(const Compound::Behind& behind) {
  const auto [sign, next, last] = behind.folded;
  const auto ends = [](char c) { return !is_digit(c) && !is_letter(c) && c != '+' && c != '#'; };
  if (sign != '+' && sign != '#') return 0;
  if (ends(next)) return 1;
  return sign == '+' && next == '+' && ends(last) ? 2 : 0;
}

}  // namespace

void Compound::append(std::string_view bytes) {
  too_long_ |= whole_size_ + bytes.size() > kMostBytes;
  if (too_long_) return;
  std::memcpy(whole_.data() + whole_size_, bytes.data(), bytes.size());
  whole_size_ += bytes.size();
}

void Compound::add(const Piece& word, const Behind& behind) {
  split(word);
  const char sign = joining(behind);
  const std::size_t more = sign == 0 ? tail(behind) : 0;
  if (words_ == 0) {
    if (sign == 0 && more == 0) return;
    begin_ = word.begin;
    position_ = word.position;
    whole_size_ = 0;
    too_long_ = false;
  }
  append(word.folded);
  end_ = more > 0 ? behind.end[more - 1] : word.end;
  ++words_;
  if (sign != 0) {
    const bool soft = sign == '-' || sign == '_';
    if (!soft || (is_digit(behind.folded[1]) && !word.folded.empty() && is_digit(word.folded.back()))) append({&sign, 1});
    return;
  }
  append({behind.folded.data(), more});
  whole_ready_ = !too_long_ && words_ <= kMostWords;
  words_ = 0;
}

// Where letters and digits meet.
void Compound::split(const Piece& word) {
  word_ = word;
  parts_ = part_ = 0;
  const std::string_view text = word.folded;
  if (!word.mixed || text.size() > kMostBytes) return;
  std::size_t count = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (is_digit(text[i]) == is_digit(text[i - 1])) continue;
    if (++count == kMostParts) return;
    borders_[count] = static_cast<std::uint8_t>(i);
  }
  if (count == 0) return;
  borders_[count + 1] = static_cast<std::uint8_t>(text.size());
  parts_ = count + 1;
}

bool Compound::next(Piece& piece, bool& is_part) {
  is_part = part_ < parts_;
  if (is_part) {
    const std::size_t begin = borders_[part_];
    const std::size_t end = borders_[++part_];
    piece = word_;
    piece.folded = word_.folded.substr(begin, end - begin);
    if (word_.plain) {
      piece.begin = word_.begin + static_cast<std::uint32_t>(begin);
      piece.end = word_.begin + static_cast<std::uint32_t>(end);
    }
    return true;
  }
  if (!whole_ready_) return false;
  whole_ready_ = false;
  piece = {{whole_.data(), whole_size_}, begin_, end_, position_, false, false};
  return true;
}

}  // namespace ckm::text
