#include "search/names.hh"

#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::search {
namespace {

bool is_letter(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) --at;
  return text::char_class(utf8::decode(text.data() + at, text.data() + text.size()).code) == text::CharClass::kWord;
}

}  // namespace

NameFinder::NameFinder(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::string folded = text::fold(name);
    // One character names nobody.
    if (!folded.empty() && utf8::decode(folded.data(), folded.data() + folded.size()).length < folded.size())
      names_.push_back(std::move(folded));
  }
}

bool NameFinder::in(std::string_view text) const {
  const std::string folded = text::fold(text);
  for (const std::string& name : names_) {
    for (std::size_t at = folded.find(name); at != std::string::npos; at = folded.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      const bool begins = at == 0 || !is_letter(folded, at) || !is_letter(folded, at - 1);
      const bool ends = !is_letter(folded, end - 1) || !is_letter(folded, end);
      if (begins && ends) return true;
    }
  }
  return false;
}

}  // namespace ckm::search
