#include "text/mojibake.hh"

#include <algorithm>
#include <array>
#include <span>

#include "base/utf8.hh"
#include "text/converter.hh"
#include "text/mojibake_witness.hh"
#include "text/plausible.hh"
#include "text/windows_1252.hh"

namespace ckm::text {
namespace {

struct Rule {
  std::string_view name;
  bool from_1252;     // What it was read as; else GB18030.
  const char* right;  // What it is in truth.
  double least;       // Bits that must be gained.
  bool japanese = false;
};

constexpr std::array kRules = {
    // Pairs of letters are ideographs easily, but few are UTF-8 by chance.
    Rule{kUtf8As1252, true, "UTF-8", 10},
    Rule{"gb18030 as windows-1252", true, "GB18030", 18},
    Rule{"big5 as windows-1252", true, "Big5-HKSCS", 18},
    Rule{"utf-8 as gb18030", false, "UTF-8", 18},
    Rule{"shift_jis as windows-1252", true, "Shift_JIS", 18, true},
    Rule{"euc-jp as windows-1252", true, "EUC-JP", 18, true},
    Rule{"euc-kr as windows-1252", true, "windows-949", 18},
};
// What a character beyond ASCII may take on average in a text that was meant: lists of letters and signs give rarer ones.
constexpr double kMostEach = 13;
constexpr double kMostEachLetter = 18;
// And what one of rare characters may take that gains so much more for each.
constexpr double kMostEachRare = 14.5;
constexpr double kEachRare = 6;
// What an ideograph takes besides in Japanese without any kana.
constexpr double kNoKana = 2;
// How much fewer bits the better of two readings must take than the other.
constexpr double kApart = 8;
// A reading of usual characters, so many of them, that no other one comes near.
constexpr double kUsualEach = 11;
constexpr double kUsualLeast = 16;
// What must be gained besides for each character of a reading in pairs.
constexpr double kEach = 2;
// And for each that stands alone between letters of ASCII, as at most one in so many may.
constexpr double kInWord = 14;
constexpr double kMostInWords = 3;
constexpr int kMostTimes = 3;

bool is_high(char byte) { return static_cast<unsigned char>(byte) >= 0x80; }

// The bytes that windows-1252 or Latin-1 reads as that text: a program that takes one for the other shows a mixture of both.
bool to_1252(std::u16string_view text, std::string& bytes) {
  bytes.clear();
  for (const char16_t unit : text) {
    if (unit < 0x100) {
      bytes.push_back(static_cast<char>(unit));
      continue;
    }
    const auto* const found = std::ranges::find(kWindows1252, unit);
    if (found == kWindows1252.end()) return false;
    bytes.push_back(static_cast<char>(0x80 + (found - kWindows1252.begin())));
  }
  return true;
}

Converter& converter(const char* name) {
  struct Open {
    const char* name;
    Converter converter;
  };
  static thread_local std::array<std::optional<Open>, 6> kOpen;
  for (auto& open : kOpen) {
    if (!open) open.emplace(Open{name, Converter(name)});
    if (std::string_view(open->name) == name) return open->converter;
  }
  return kOpen.front()->converter;
}

std::string to_utf8(std::u16string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t code = text[i];
    if (code >= 0xD800 && code < 0xDC00 && i + 1 < text.size()) code = 0x10000 + ((code - 0xD800) << 10U) + (text[++i] - 0xDC00U);
    utf8::append(out, code);
  }
  return out;
}

// What the bytes are in the rule's right encoding, when they are that to the last one and nothing else gives them.
std::optional<std::u16string> reread(const Rule& rule, const std::string& bytes) {
  if (std::string_view(rule.right) == "UTF-8" && utf8::first_invalid(bytes)) return std::nullopt;
  Decoded16 decoded = decode_all(converter(rule.right), bytes);
  if (decoded.cut > 0 || decoded.text.find(kUndecodable) != std::u16string::npos) return std::nullopt;
  std::string again;
  if (!encode_all(converter(rule.right), decoded.text, again) || again != bytes) return std::nullopt;
  return std::move(decoded.text);
}

// About the fewest bits of a text: of a long one, pieces from all over it stand for the whole. Readings that matter differ by
// more.
double weigh(std::u16string_view text) {
  constexpr std::size_t kPieces = 16;
  constexpr std::size_t kPiece = 4096;
  if (text.size() <= 2 * kPieces * kPiece) return fewest_bits(text);
  std::u16string sample;
  sample.reserve(kPieces * kPiece);
  const std::size_t last = text.size() - kPiece;
  for (std::size_t piece = 0; piece < kPieces; ++piece) sample += text.substr(last / (kPieces - 1) * piece, kPiece);
  return fewest_bits(sample) * static_cast<double>(text.size()) / static_cast<double>(sample.size());
}

double bits_each(std::u16string_view text) {
  std::u16string others(text);
  std::erase_if(others, [](char16_t unit) { return unit < 0x80; });
  return others.empty() ? 0 : weigh(others) / static_cast<double>(others.size());
}

// Whether it has katakana of half width, which any bytes from A1 to DF give.
bool has_half_kana(std::u16string_view text) {
  return std::ranges::any_of(text, [](char16_t unit) { return unit >= 0xFF61 && unit <= 0xFF9F; });
}

bool has_kana(std::u16string_view text) {
  return std::ranges::any_of(text, [](char16_t unit) { return unit >= 0x3041 && unit < 0x3100; });
}

// Commas and the like of East Asia, which stand between any words.
bool is_wide_punctuation(char16_t unit) { return (unit >= 0x3001 && unit <= 0x3002) || (unit >= 0xFF01 && unit <= 0xFF1F); }

// Whether it has letters rather than signs alone.
bool has_letters(std::u16string_view text) {
  return std::ranges::any_of(text, [](char16_t unit) { return unit >= 0xC0 && unit != 0xD7 && unit != 0xF7 && unit < 0x2000; });
}

// How many characters stand alone between letters of ASCII: a few between words of a Chinese text, all of those that letters
// within Western words make.
std::size_t count_in_words(std::u16string_view text) {
  const auto letter = [&](std::size_t i) {
    return i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'));
  };
  std::size_t count = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    count += text[i] >= 0x80 && !is_wide_punctuation(text[i]) && letter(i - 1) && letter(i + 1) ? 1 : 0;
  }
  return count;
}

struct Reading {
  const Rule* rule = nullptr;
  std::u16string text;
  double bits = 0;
  int times = 1;
  bool sure = true;
};

// Bytes that are UTF-8 are hardly anything else, so that rule is followed as deep as it goes: what was misread twice gains little
// by the first step. The most plausible depth counts.
std::optional<Reading> undo_utf8(std::u16string_view text) {
  const Rule& rule = kRules.front();
  std::optional<Reading> best;
  std::u16string now(text);
  std::string bytes;
  bool sure = false;
  for (int times = 1; times <= kMostTimes && to_1252(now, bytes); ++times) {
    auto next = reread(rule, bytes);
    if (!next || *next == now) break;
    sure = sure || bears_witness(now, bytes);
    now = std::move(*next);
    const double after = weigh(now);
    if (!best || after < best->bits) best = Reading{&rule, now, after, times, sure};
  }
  if (best && (weigh(text) - best->bits < rule.least || bits_each(best->text) > kMostEachLetter)) best.reset();
  return best;
}

// The best reading in pairs of bytes, of those that are far more plausible than the text. C1 controls alone are no sign of it: as
// often a text holds misread UTF-8 beside letters that are right.
struct Pairs {
  std::optional<Reading> best;
  bool certain = false;  // Clearly better than all others.
};

Pairs read_pairs(std::u16string_view text) {
  std::u16string shown(text);
  std::erase_if(shown, [](char16_t unit) { return unit >= 0x80 && unit < 0xA0; });
  std::optional<double> before;
  std::string as_1252;
  std::string as_gb;
  const bool is_1252 = to_1252(text, as_1252);
  const bool is_gb = !is_1252 && encode_all(converter("GB18030"), text, as_gb);
  std::optional<Reading> best;
  double second = 0;
  for (const Rule& rule : std::span(kRules).subspan(1)) {
    if (rule.from_1252 ? !is_1252 : !is_gb) continue;
    auto reading = reread(rule, rule.from_1252 ? as_1252 : as_gb);
    if (!reading) continue;
    if (rule.from_1252 &&
        ((!has_letters(text) && std::ranges::none_of(*reading, is_wide_punctuation)) || has_half_kana(*reading)))
      continue;
    double now = weigh(*reading);
    const auto others = static_cast<double>(std::ranges::count_if(*reading, [](char16_t unit) { return unit >= 0x80; }));
    const auto in_words = static_cast<double>(rule.from_1252 ? count_in_words(*reading) : 0);
    if (rule.japanese && !has_kana(*reading)) now += kNoKana * others;
    if (!before) before = weigh(shown);
    const double gain = *before - now - rule.least - kInWord * in_words;
    if (gain < kEach * others || in_words * kMostInWords > others) continue;
    const double each = rule.from_1252 ? bits_each(*reading) : 0;
    if (each > kMostEachRare || (each > kMostEach && gain < kEachRare * others)) continue;
    if (count_never_written(*reading) > 0) continue;
    // No doubt about one of usual characters comes from one of rare ones.
    if (each > kMostEach) now += kApart;
    if (best && now >= best->bits) {
      second = second == 0 ? now : std::min(second, now);
      continue;
    }
    if (best) second = best->bits;
    // Kana have the same bytes in GB18030 and EUC-JP.
    const bool usual = rule.from_1252 && each <= kUsualEach && others >= kUsualLeast && !has_kana(*reading);
    best = Reading{&rule, std::move(*reading), now};
    if (usual) break;
  }
  const bool certain = best && (second == 0 || second - best->bits >= kApart);
  return {std::move(best), certain};
}

// The text without its letters that are drawn out (JÁÁÁÁ), which are pairs by themselves and bear no witness: of each row of one
// character beyond ASCII that has more than two, one where their number is odd, so that the pairs around it are the same.
std::u16string without_rows(std::u16string_view text) {
  constexpr std::size_t kLeast = 3;
  std::u16string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_not_of(text[at], at), text.size());
    const std::size_t count = end - at;
    out.append(text[at] < 0x80 || count < kLeast ? count : count % 2, text[at]);
    at = end;
  }
  return out;
}

std::optional<Reading> undo_pairs(std::u16string_view text) {
  const std::u16string witness = without_rows(text);
  Pairs pairs = read_pairs(witness);
  if (!pairs.certain) return std::nullopt;
  if (witness.size() == text.size()) return std::move(pairs.best);
  const Rule& rule = *pairs.best->rule;
  std::string bytes;
  if (rule.from_1252 ? !to_1252(text, bytes) : !encode_all(converter("GB18030"), text, bytes)) return std::nullopt;
  auto whole = reread(rule, bytes);
  if (!whole) return std::nullopt;
  const double bits = weigh(*whole);
  return Reading{&rule, std::move(*whole), bits};
}

// Whether bytes could be UTF-8. `cut`: their end may be missing.
bool may_be_utf8(std::string_view bytes, bool cut) {
  const auto invalid = utf8::first_invalid(bytes);
  return !invalid || (cut && utf8::is_cut(bytes.substr(*invalid)));
}

// Whether bytes could be GB18030 or Big5: no second byte of a pair lies below 0x30.
bool may_be_pairs(std::string_view bytes, bool cut) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!is_high(bytes[i])) continue;
    if (++i == bytes.size()) return cut;
    if (!is_high(bytes[i]) && bytes[i] < 0x30) return false;
  }
  return true;
}

bool may_be_misread(std::string_view text, bool cut) {
  const std::u16string wide = decode_all(converter("UTF-8"), text).text;
  std::string bytes;
  if (to_1252(wide, bytes)) return may_be_utf8(bytes, cut) || may_be_pairs(bytes, cut);
  return encode_all(converter("GB18030"), wide, bytes) && may_be_utf8(bytes, cut);
}

}  // namespace

bool may_be_misread(std::string_view text) {
  text.remove_prefix(static_cast<std::size_t>(std::ranges::find_if(text, is_high) - text.begin()));
  if (text.empty()) return false;
  // A few characters refute most texts, and a kilobyte nearly all the others.
  for (const std::size_t size : {std::size_t{24}, std::size_t{1024}}) {
    const bool cut = size < text.size();
    if (!may_be_misread(text.substr(0, size), cut)) return false;
    if (!cut) break;
  }
  return true;
}

std::optional<Undone> undo_misread_utf8(std::string_view word) {
  if (utf8::first_invalid(word)) return std::nullopt;
  const std::optional<Reading> found = undo_utf8(decode_all(converter("UTF-8"), word).text);
  if (!found) return std::nullopt;
  return Undone{to_utf8(found->text), found->rule->name, found->times, found->sure};
}

bool looks_misread(std::string_view run) {
  return !utf8::first_invalid(run) && read_pairs(without_rows(decode_all(converter("UTF-8"), run).text)).best.has_value();
}

int more_plausible(std::string_view first, std::string_view second) {
  const auto bits_of = [](std::string_view text) { return weigh(decode_all(converter("UTF-8"), text).text); };
  const double apart = bits_of(first) - bits_of(second);
  return apart <= -kApart ? -1 : apart >= kApart ? 1 : 0;
}

std::optional<Undone> undo_mojibake(std::string_view text) {
  if (!may_be_misread(text) || utf8::first_invalid(text)) return std::nullopt;
  const std::u16string wide = decode_all(converter("UTF-8"), text).text;
  std::optional<Reading> found = undo_utf8(wide);
  if (found && !found->sure) found.reset();
  // A few pairs of Chinese are UTF-8 by chance: the more plausible of both readings counts.
  if (!found) found = undo_pairs(wide);
  else if (auto pairs = undo_pairs(wide); pairs && pairs->bits < found->bits) {
    if (found->bits - pairs->bits < kApart) return std::nullopt;
    found = std::move(pairs);
  }
  if (!found) return std::nullopt;
  // UTF-8 read as windows-1252 may have hidden a text that had been misread before.
  if (auto deeper = undo_pairs(found->text)) {
    deeper->times = found->times + 1;
    found = std::move(deeper);
  }
  return Undone{to_utf8(found->text), found->rule->name, found->times};
}

}  // namespace ckm::text
