#include "text/convert_script.hh"

#include <opencc/opencc.h>

#include <algorithm>
#include <bitset>

#include "base/error.hh"
#include "base/late_library.hh"
#include "base/utf8.hh"
#include "text/converter.hh"
#include "text/fold.hh"
#include "text/markup_code.hh"

namespace ckm::text {
namespace {

constexpr char32_t kFirstIdeograph = 0x4E00;
constexpr char32_t kBehindIdeographs = 0xA000;
constexpr char32_t kFirstKana = 0x3040;
constexpr char32_t kBehindKana = 0x3100;

struct OpenCc {
  decltype(::opencc_open)* open;
  decltype(::opencc_close)* close;
  decltype(::opencc_convert_utf8)* convert;
  decltype(::opencc_convert_utf8_free)* free;
};

constexpr const char* kHint = "install OpenCC with its tables (Debian: libopencc1.1, libopencc-data), or leave out --script";

const OpenCc& opencc() {
  static const OpenCc api = [] {
    const LateLibrary library("libopencc.so.1.1", kHint);
    OpenCc found{};
    library.find("opencc_open", found.open);
    library.find("opencc_close", found.close);
    library.find("opencc_convert_utf8", found.convert);
    library.find("opencc_convert_utf8_free", found.free);
    return found;
  }();
  return api;
}

using Ideographs = std::bitset<kBehindIdeographs - kFirstIdeograph>;

// Those that only Traditional Chinese has, by folding; and of the rest those that it does not have, by its encoding, Big5.
struct Telling {
  Ideographs traditional, simplified;
  Telling() {
    Converter big5("Big5");
    std::string scratch;
    for (char32_t c = kFirstIdeograph; c < kBehindIdeographs; ++c) {
      std::string bytes;
      utf8::append(bytes, c);
      const char16_t unit = static_cast<char16_t>(c);
      const std::size_t at = c - kFirstIdeograph;
      if (fold_char(c, scratch) != bytes) traditional.set(at);
      else if (std::string code; !encode_all(big5, {&unit, 1}, code)) simplified.set(at);
    }
  }
};

bool is_ideograph(char32_t c) { return c >= kFirstIdeograph && c < kBehindIdeographs; }

bool is_wide_sign(char32_t c) {
  return (c >= 0x3000 && c < kFirstKana) || (c >= 0xFF00 && c < 0xFFF0) || (c >= 0x2010 && c < 0x2030);
}

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

// Walks a text, telling what is to be converted from what stays.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text), code_(text) {}

  // The next part: [first, last), and whether it stays. False at the end.
  bool next(std::string_view& part, bool& stays) {
    if (at_ == text_.size()) return false;
    const std::size_t begin = at_;
    const std::size_t kept = kept_end(at_);
    stays = kept > at_;
    if (stays) {
      at_ = kept;
    } else {
      do ++at_;
      while (at_ < text_.size() && !(begins_kept(text_[at_]) && kept_end(at_) > at_));
    }
    part = text_.substr(begin, at_ - begin);
    return true;
  }

 private:
  static bool begins_kept(char c) { return c == '`' || c == '~' || c == '<' || c == ':' || c == ']' || c == 'w' || c == '['; }

  // Where what begins at a place and stays ends; the place itself where none does.
  std::size_t kept_end(std::size_t at) {
    const std::string_view rest = text_.substr(at);
    switch (rest.front()) {
      case '`':
      case '~': {
        const std::size_t row = rest.find_first_not_of(rest.front());
        const std::size_t end = code_.behind(at);
        return end > at + std::min(row, rest.size()) ? end : at;
      }
      case '<': return tag_end(at);
      case ':': return rest.starts_with("://") && at > 0 && is_name_letter(text_[at - 1]) ? address_end(at) : at;
      case 'w': return rest.starts_with("www.") && (at == 0 || !is_name_letter(text_[at - 1])) ? address_end(at) : at;
      case ']': return target_end(at);
      case '[': return rest.starts_with("[ticket:") ? std::min(text_.find(']', at), text_.size()) : at;
      default: return at;
    }
  }

  [[nodiscard]] std::size_t address_end(std::size_t at) const {
    while (at < text_.size()) {
      const auto c = utf8::decode(text_.data() + at, text_.data() + text_.size());
      if (c.code <= ' ' || c.code == '<' || c.code == '>' || c.code == '"' || c.code == '\'' || c.code == ')' || c.code == ']' ||
          c.code == '`' || c.code == '|' || is_wide_sign(c.code))
        break;
      at += c.length;
    }
    return at;
  }

  // A tag, or an address in angle brackets.
  [[nodiscard]] std::size_t tag_end(std::size_t at) const {
    if (at + 1 >= text_.size()) return at;
    const char c = text_[at + 1];
    if (!is_name_letter(c) && c != '/' && c != '!') return at;
    const std::size_t end = text_.find_first_of("<>\n", at + 1);
    return end == std::string_view::npos || text_[end] != '>' ? at : end + 1;
  }

  // What a link leads to: ](target "title"), and ]: target.
  [[nodiscard]] std::size_t target_end(std::size_t at) const {
    const std::string_view rest = text_.substr(at);
    if (rest.starts_with("]: ")) return std::min(text_.find_first_of(" \t\n", at + 3), text_.size());
    if (!rest.starts_with("](")) return at;
    int open = 0;
    for (std::size_t i = at + 1; i < text_.size() && text_[i] != '\n' && text_[i] != ' '; ++i) {
      if (text_[i] == '(') ++open;
      if (text_[i] == ')' && --open == 0) return i;
    }
    const std::size_t title = text_.find_first_of(" \n", at);
    return title == std::string_view::npos ? at : title;
  }

  std::string_view text_;
  MarkupCode code_;
  std::size_t at_ = 0;
};

}  // namespace

class ScriptConverter::Chain {
 public:
  explicit Chain(const char* config) : handle_(opencc().open(config)) {
    // What the C interface returns in place of a null pointer.
    if (handle_ == reinterpret_cast<opencc_t>(-1))
      throw Error(Exit::kSystem, std::string("can't convert to another script: OpenCC has no ") + config, kHint);
  }
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;
  ~Chain() { opencc().close(handle_); }

  void convert(std::string_view part, std::string& out) {
    char* const converted = opencc().convert(handle_, part.data(), part.size());
    if (converted == nullptr) {
      out += part;
      return;
    }
    out += converted;
    opencc().free(converted);
  }

 private:
  opencc_t handle_;
};

Written written_in(std::string_view text) {
  static const Telling telling;
  constexpr long kKanaShare = 10;  // One kana in as many characters.
  long kana = 0;
  long ideographs = 0;
  long simplified = 0;
  long traditional = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at, text.data() + text.size());
    at += c.length;
    if (!c.valid) continue;
    kana += c.code >= kFirstKana && c.code < kBehindKana ? 1 : 0;
    if (!is_ideograph(c.code)) continue;
    ++ideographs;
    simplified += telling.simplified[c.code - kFirstIdeograph] ? 1 : 0;
    traditional += telling.traditional[c.code - kFirstIdeograph] ? 1 : 0;
  }
  if (kana * kKanaShare > ideographs + kana) return Written::kJapanese;
  if (simplified == traditional) return Written::kUnknown;
  return simplified > traditional ? Written::kSimplified : Written::kTraditional;
}

ScriptConverter::ScriptConverter(std::string_view script) : script_(*std::ranges::find(kScripts, script)) {
  if (script == "zh-Hans") {
    // With the words of Taiwan, which are those of most Traditional texts; others have few of them.
    from_traditional_ = std::make_unique<Chain>("tw2sp.json");
  } else if (script == "zh-Hant") {
    from_simplified_ = std::make_unique<Chain>("s2t.json");
  } else if (script == "zh-Hant-TW") {
    from_simplified_ = std::make_unique<Chain>("s2twp.json");
    from_traditional_ = std::make_unique<Chain>("t2tw.json");
  } else {
    from_simplified_ = std::make_unique<Chain>("s2hk.json");
    from_traditional_ = std::make_unique<Chain>("t2hk.json");
  }
}

ScriptConverter::~ScriptConverter() = default;

std::string ScriptConverter::convert(std::string_view markdown, Written otherwise) {
  Written written = written_in(markdown);
  if (written == Written::kUnknown) written = otherwise;
  Chain* const chain = written == Written::kSimplified    ? from_simplified_.get()
                       : written == Written::kTraditional ? from_traditional_.get()
                                                          : nullptr;
  if (chain == nullptr || utf8::first_invalid(markdown) || markdown.find('\0') != std::string_view::npos)
    return std::string(markdown);
  std::string out;
  Walk walk(markdown);
  std::string_view part;
  bool stays = false;
  while (walk.next(part, stays)) {
    const bool ascii = std::ranges::all_of(part, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (stays || ascii) out += part;
    else chain->convert(part, out);
  }
  return out;
}

}  // namespace ckm::text
