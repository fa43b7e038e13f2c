#include "insight/fact_text.hh"

#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::insight {
namespace {

constexpr char32_t kWideComma = 0xFF0C;  // It parts clauses, never digits.

}  // namespace

FactText::FactText(std::string_view text) : text_(text) {
  std::string scratch;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded next = utf8::decode(text.data() + at, text.data() + text.size());
    folded_ += next.code == kWideComma ? text.substr(at, next.length) : text::fold_char(next.code, scratch);
    places_.resize(folded_.size(), at);
    at += next.length;
  }
  places_.push_back(text.size());
}

std::size_t FactText::behind(std::size_t place, std::initializer_list<std::string_view> any) const {
  for (const std::string_view what : any) {
    if (has(place, what)) return place + what.size();
  }
  return place;
}

std::size_t FactText::skip_blanks(std::size_t place) const {
  while (at(place) == ' ') ++place;
  return place;
}

std::size_t FactText::word_end(std::size_t place) const {
  while (letter(place)) ++place;
  return place;
}

std::size_t FactText::digits_end(std::size_t place) const {
  while (digit(place)) ++place;
  return place;
}

bool FactText::border(std::size_t place) const {
  const auto goes_on = [&](std::size_t i) { return letter(i) || digit(i); };
  return place == 0 || !goes_on(place) || !goes_on(place - 1);
}

std::string_view han_at(const FactText& text, std::size_t place) {
  constexpr std::size_t kBytes = 3;
  const auto lead = static_cast<unsigned char>(text.at(place));
  if (lead < 0xE4 || lead > 0xE9 || place + kBytes > text.size()) return {};
  return text.from(place).substr(0, kBytes);
}

}  // namespace ckm::insight
