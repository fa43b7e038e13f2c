#include "formats/tree_name.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.hh"
#include "model/category.hh"
#include "text/fold.hh"
#include "text/nfc.hh"

namespace ckm::formats {
namespace {

constexpr std::string_view kSuffix = ".md";

template <typename Visit>
void each_character(std::string_view text, Visit visit) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    visit(c.code);
    at += c.length;
  }
}

std::u32string characters(std::string_view text) {
  std::u32string out;
  each_character(text, [&](char32_t code) { out.push_back(code); });
  return out;
}

std::string composed(const std::u32string& text) {
  std::string out;
  for (const char32_t code : text) utf8::append(out, code);
  return text::nfc(out);
}

// In lower case and one spelling; ideographs as they are.
void append_small(std::u32string& out, char32_t code) {
  constexpr char32_t kCompatible = 0xF900;  // Where ideographs begin that are spellings of others.
  constexpr char32_t kCompatibleEnd = 0xFB00;
  constexpr char32_t kCompatible2 = 0x2F800;
  constexpr char32_t kCompatible2End = 0x2FA20;
  const bool spelling = (code >= kCompatible && code < kCompatibleEnd) || (code >= kCompatible2 && code < kCompatible2End);
  if (text::char_class(code) == text::CharClass::kHan && !spelling) {
    out.push_back(code);
    return;
  }
  std::string scratch;
  each_character(text::fold_char(code, scratch), [&](char32_t folded) { out.push_back(folded); });
}

// At most so many bytes, cut at a character and not before a mark of it.
std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto begins = [&](std::size_t at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) return false;
    return text::char_class(utf8::decode(text.data() + at, text.data() + text.size()).code) != text::CharClass::kMark;
  };
  std::size_t at = bytes;
  while (at > 0 && !begins(at)) --at;
  if (at > 0) return text.substr(0, at);
  for (at = bytes; at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;) --at;  // Nothing but marks.
  return text.substr(0, at);
}

std::string_view without_ends(std::string_view text, std::string_view signs) {
  const std::size_t begin = std::min(text.find_first_not_of(signs), text.size());
  return text.substr(begin, text.find_last_not_of(signs) + 1 - begin);
}

bool is_device(std::string_view name) {
  std::string upper(name.substr(0, name.find('.')));
  while (upper.ends_with(' ')) upper.pop_back();
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  constexpr std::array<std::string_view, 6> kNames = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
  if (std::ranges::find(kNames, upper) != kNames.end()) return true;
  const std::string_view rest = std::string_view(upper).substr(std::min<std::size_t>(3, upper.size()));
  const bool number = (rest.size() == 1 && rest >= "0" && rest <= "9") || rest == "¹" || rest == "²" || rest == "³";
  return number && (upper.starts_with("COM") || upper.starts_with("LPT"));
}

// Not in a name: controls, what a system gives a meaning, and format characters, which nobody sees.
bool is_unsafe(char32_t code) {
  constexpr std::u32string_view kSigns = U"/\\:*?\"<>|";
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || code == utf8::kReplacement;
  const bool format = code == 0xAD || code == 0x61C || (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
                      (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF0 && code <= 0xFFFB) ||
                      (code >= 0xE0000 && code <= 0xE0FFF);
  return control || format || kSigns.find(code) != std::u32string_view::npos || (code & 0xFFFEU) == 0xFFFEU;
}

std::string folder(std::string_view step) {
  std::u32string safe;
  for (const char32_t code : characters(step)) {
    const char32_t put = is_unsafe(code) ? U'-' : code;
    if (put != U'-' || safe.empty() || safe.back() != U'-') safe.push_back(put);
  }
  const std::string whole = composed(safe);
  // One that begins with a dot is hidden.
  std::string name(without_ends(cut(without_ends(whole, ". "), kLongestName - 1), ". "));
  if (name.empty()) return "-";
  return is_device(name) ? name + "_" : name;
}

}  // namespace

std::string tree_name(const model::Article& article, std::size_t digits) {
  std::u32string words;
  for (const char32_t code : characters(article.title)) {
    const text::CharClass what = text::char_class(code);
    const bool word = what != text::CharClass::kOther && (what != text::CharClass::kMark || !words.empty());
    if (word) append_small(words, code);
    else if (!words.empty() && words.back() != U'-') words.push_back(U'-');
  }
  const std::string uid = article.uid.substr(0, digits);
  const std::string whole = composed(words);
  const std::string_view name = without_ends(cut(without_ends(whole, "-"), kLongestName - kSuffix.size() - uid.size() - 1), "-");
  return fmt::format("{}-{}{}", name.empty() ? model::info(article.kind).name : name, uid, kSuffix);
}

std::string tree_folder(std::string_view category) {
  std::string out;
  const std::string path = model::clean_path(category);
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view step = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(step.size() + 1, rest.size()));
    if (!out.empty()) out.push_back('/');
    out += folder(step);
  }
  return out;
}

std::string tree_key(std::string_view path) {
  std::u32string small;
  for (const char32_t code : characters(path)) {
    const std::size_t before = small.size();
    append_small(small, code);
    if (small.size() == before) small.push_back(code);  // What folding removes tells names apart.
  }
  return composed(small);
}

}  // namespace ckm::formats
