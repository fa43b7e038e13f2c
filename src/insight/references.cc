#include "insight/references.hh"

#include <algorithm>
#include <utility>

namespace ckm::insight {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether a character may stand in an identifier in the middle of a text; what is not ASCII ends it, as 。 does.
bool goes_on(char c) {
  constexpr std::string_view kEnds = " \t\r\n()[]{}<>\"'`,;|*";
  return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F && kEnds.find(c) == std::string_view::npos;
}

// Without the number of a version or a message, and without the stop of a sentence.
std::string_view trimmed(std::string_view word) {
  while (!word.empty() && std::string_view(".:!?").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  const std::size_t mark = word.find_last_of("@#");
  if (mark == std::string_view::npos || mark + 1 == word.size()) return word;
  const std::string_view number = word.substr(mark + 1);
  return std::ranges::all_of(number, is_digit) ? word.substr(0, mark) : word;
}

void find_in(const std::string& field, std::string_view text, std::vector<Mention>& into) {
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
    std::size_t begin = colon;
    while (begin > 0 && is_letter(text[begin - 1])) --begin;
    const std::string_view kind = text.substr(begin, colon - begin);
    const auto row = std::ranges::find(model::kKinds, kind, &model::KindInfo::prefix);
    if (row == model::kKinds.end() || !row->searchable) continue;
    if (begin > 0 && std::string_view("/.-_:").find(text[begin - 1]) != std::string_view::npos) continue;
    std::size_t end = colon + 1;
    while (end < text.size() && goes_on(text[end])) ++end;
    const std::string_view word = trimmed(text.substr(begin, end - begin));
    if (const auto ref = model::parse_ref(word)) into.push_back({*ref, std::string(word), place_of(field, text, begin)});
  }
}

}  // namespace

std::vector<Mention> mentions_in(const model::Article& article) {
  std::vector<Mention> mentions;
  model::Article copy = article;
  model::for_each_text(copy, [&](const std::string& name, const std::string& text) { find_in(name, text, mentions); });
  return mentions;
}

}  // namespace ckm::insight
