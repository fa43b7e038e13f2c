#include "text/raised.hh"

#include <array>

#include "base/utf8.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kPlain = "0123456789+-=()";
constexpr std::array<char32_t, 15> kRaised = {U'⁰', U'¹', U'²', U'³', U'⁴', U'⁵', U'⁶', U'⁷',
                                              U'⁸', U'⁹', U'⁺', U'⁻', U'⁼', U'⁽', U'⁾'};
constexpr std::array<char32_t, 15> kLowered = {U'₀', U'₁', U'₂', U'₃', U'₄', U'₅', U'₆', U'₇',
                                               U'₈', U'₉', U'₊', U'₋', U'₌', U'₍', U'₎'};

std::string shift(std::string_view text, const std::array<char32_t, 15>& table, char mark) {
  if (text.empty()) return {};
  std::string out;
  for (const char c : text) {
    const std::size_t at = kPlain.find(c);
    if (at == std::string_view::npos) {
      const bool single = utf8::decode(text.data(), text.data() + text.size()).length == text.size();
      return mark + (single ? std::string(text) : "(" + std::string(text) + ")");
    }
    utf8::append(out, table[at]);
  }
  return out;
}

}  // namespace

std::string raised(std::string_view text) { return shift(text, kRaised, '^'); }
std::string lowered(std::string_view text) { return shift(text, kLowered, '_'); }

}  // namespace ckm::text
