// What a careless converter to Traditional characters does to a text, as found in texts from the web: it works on GBK bytes
// without looking where characters begin, writes readings in brackets behind some characters, and ASCII for full-width marks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/reading.hh"
#include "text/repair_gbk.hh"

namespace ckm::text {

enum class Damage {
  kMarks,         // A byte that is no character with what follows shows as ?, both lost.
  kDropped,       // The text was converted twice: at the second time such bytes are left out.
  kNoPrivateUse,  // As kMarks, and then characters for private use were left out.
};

inline std::u32string characters_of(std::string_view text) {
  std::u32string out;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const utf8::Decoded c = utf8::decode(at, text.data() + text.size());
    out += c.code;
    at += c.length;
  }
  return out;
}

inline std::string utf8_of(std::u32string_view text) {
  std::string out;
  for (const char32_t code : text) utf8::append(out, code);
  return out;
}

class CarelessConverter {
 public:
  // Every seed writes readings behind other characters.
  explicit CarelessConverter(unsigned seed) : seed_(seed) {}

  [[nodiscard]] std::string damage(std::string_view text, Damage how) const {
    Bytes bytes = annotated(bytes_of(characters_of(text)));
    if (how == Damage::kDropped) {
      return shown(marks(bytes_of(characters_of(shown(bytes, true))), false), false);
    }
    std::string out = shown(marks(bytes, true), true);
    if (how != Damage::kNoPrivateUse) return out;
    std::u32string kept;
    for (const char32_t code : characters_of(out)) {
      if (code < 0xE000 || code > 0xF8FF) kept += code;
    }
    return utf8_of(kept);
  }

  // The text with readings, but without splices.
  [[nodiscard]] std::string annotate_only(std::string_view text) const {
    std::u32string out;
    for (const char32_t code : characters_of(plain_marks(text))) {
      out += code;
      if (chosen(code)) out += U"(" + characters_of(toned(code)) + U")";
    }
    return utf8_of(out);
  }

  static std::string plain_marks(std::string_view text) {
    std::u32string out;
    for (const char32_t code : characters_of(text)) {
      const auto at = std::u32string_view(U"，；？！：").find(code);
      out += at == std::u32string_view::npos ? code : std::u32string_view(U",;?!:")[at];
    }
    return utf8_of(out);
  }

 private:
  // Bytes of GBK below 256; above it what goes into the text as it is.
  using Bytes = std::u32string;
  static constexpr char32_t kAsItIs = 0x1000000;
  static constexpr char32_t kNothing = 0;  // What an aligned mark is preceded by.

  [[nodiscard]] bool chosen(char32_t code) const {
    std::string scratch;
    if (code < 0x4E00 || readings(code).empty() || fold_char(code, scratch) == utf8_of({&code, 1})) return false;
    return ((code ^ (seed_ * 2654435761U)) * 2246822519U >> 28) < 11;
  }

  static std::string toned(char32_t code) {
    std::string out(readings(code)[0]);
    for (const auto& [plain, marked] :
         std::vector<std::pair<char, std::string>>{{'a', "à"}, {'e', "é"}, {'o', "ǒ"}, {'v', "ǜ"}, {'u', "ū"}, {'i', "ì"}}) {
      if (const auto at = out.find(plain); at != std::string::npos) return out.replace(at, 1, marked);
    }
    return out;
  }

  static Bytes bytes_of(std::u32string_view text) {
    Bytes out;
    for (const char32_t code : text) {
      const unsigned two = code < 0x80 ? 0 : Gbk::table().bytes(code);
      if (two != 0 && code != U'à' && code != U'é' && code != U'ǒ' && code != U'ǜ' && code != U'ū' && code != U'ì') {
        out += two >> 8;
        out += two & 0xFF;
      } else {
        out += code < 0x80 ? code : code | kAsItIs;
      }
    }
    return out;
  }

  // Readings behind the bytes of each chosen character, one character after the other, wherever they stand.
  [[nodiscard]] Bytes annotated(Bytes bytes) const {
    for (char32_t code = 0x4E00; code < 0xA000; ++code) {
      const unsigned two = chosen(code) ? Gbk::table().bytes(code) : 0;
      if (two == 0) continue;
      const Bytes both = {two >> 8, two & 0xFF};
      Bytes insertion = U"(";
      for (const char32_t letter : characters_of(toned(code))) insertion += letter < 0x80 ? letter : letter | kAsItIs;
      insertion += U')';
      for (std::size_t at = bytes.find(both); at != Bytes::npos; at = bytes.find(both, at)) {
        bytes.insert(at + 2, insertion);
        at += 2 + insertion.size();
      }
    }
    return bytes;
  }

  static bool lead(char32_t byte) { return byte >= Gbk::kFirst && byte <= Gbk::kLast; }
  static bool trail(char32_t byte) { return byte >= Gbk::kFirstTrail && byte <= Gbk::kLast && byte != 0x7F; }

  static Bytes marks(const Bytes& bytes, bool split) {
    static const std::vector<std::pair<Bytes, Bytes>> kMarks = {
        {{0xA1, 0xA3}, {0xA1, 0xA3}}, {{0xA1, 0xA2}, {0xA1, 0xA2}}, {{0xA3, 0xBB}, U";"}, {{0xA3, 0xBF}, U"?"},
        {{0xA3, 0xAC}, U","},         {{0xA3, 0xA1}, U"!"},         {{0xA3, 0xBA}, U":"}};
    Bytes out;
    std::size_t whole = 0;  // Where the next character begins.
    for (std::size_t i = 0; i < bytes.size();) {
      if (i == whole) whole += lead(bytes[i]) && i + 1 < bytes.size() && trail(bytes[i + 1]) ? 2 : 1;
      const bool begins = whole > i + 1 || !lead(bytes[i]);
      bool found = false;
      for (const auto& [from, to] : kMarks) {
        if (bytes.compare(i, 2, from) != 0) continue;
        if (split && !begins) out += kNothing;
        if (split || !begins || to[0] < 0x80) out += to;
        else out += from;
        i += 2;
        found = true;
        break;
      }
      if (!found) out += bytes[i++];
      if (whole < i) whole = i;
    }
    return out;
  }

  static std::string shown(const Bytes& bytes, bool question) {
    std::u32string out;
    for (std::size_t i = 0; i < bytes.size();) {
      const char32_t now = bytes[i];
      if (!lead(now)) {
        if (now != kNothing) out += now & ~kAsItIs;
        ++i;
        continue;
      }
      const char32_t next = i + 1 < bytes.size() ? bytes[i + 1] : U'\n';
      const char32_t character = trail(next) ? Gbk::table().character(now, next) : 0;
      if (character != 0) {
        out += character;
        i += 2;
        continue;
      }
      if (question) out += U'?';
      i += question && next != '\n' && (next & kAsItIs) == 0 ? 2 : 1;
    }
    return utf8_of(out);
  }

  unsigned seed_;
};

}  // namespace ckm::text
