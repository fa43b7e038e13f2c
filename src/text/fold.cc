#include "text/fold.hh"

#include <cstddef>

#include "base/utf8.hh"
#include "text/compose.hh"
#include "text/eight_bytes.hh"
#include "text/fold_table.hh"
#include "text/folded_reader.hh"

namespace ckm::text {
namespace {

constexpr char32_t kEnd = 0x110000;

// Appends the run of ASCII at `at` and returns its end.
const char* append_ascii(std::string& out, const char* at, const char* end) {
  while (end - at >= 8) {
    std::uint64_t eight = eight_bytes::load(at);
    if (!eight_bytes::ascii(eight)) break;
    eight = eight_bytes::lower(eight, eight_bytes::letters(eight));
    out.append(reinterpret_cast<const char*>(&eight), 8);
    at += 8;
  }
  while (at != end && static_cast<unsigned char>(*at) < 0x80) {
    out.push_back(*at >= 'A' && *at <= 'Z' ? static_cast<char>(*at + 32) : *at);
    ++at;
  }
  return at;
}

// Whether the character may change the one before it.
bool joins(const Unit& unit) { return unit.char_class() == CharClass::kMark || (unit.code >= 0x1161 && unit.code < 0x1200); }

// Moves the last character of the text to an empty cluster.
void take_last(std::string& out, std::u32string& cluster) {
  if (out.empty()) return;
  std::size_t at = out.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(out[at]) & 0xC0) == 0x80) --at;
  cluster.push_back(utf8::decode(out.data() + at, out.data() + out.size()).code);
  out.resize(at);
}

void put(std::string& out, std::u32string& cluster) {
  compose(cluster);
  for (const char32_t code : cluster) utf8::append(out, code);
  cluster.clear();
}

}  // namespace

CharClass char_class(char32_t code) { return code < kEnd ? table::class_of(table::entry(code)) : CharClass::kOther; }

bool has_words(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded next = utf8::decode(text.data() + at, text.data() + text.size());
    if (const CharClass is = char_class(next.code); is != CharClass::kOther && is != CharClass::kMark) return true;
    at += next.length;
  }
  return false;
}

std::string_view fold_char(char32_t code, std::string& scratch) {
  const bool character = code < kEnd && (code < 0xD800 || code > 0xDFFF);
  const std::uint32_t entry = table::entry(character ? code : utf8::kReplacement);
  scratch.clear();
  if ((entry & table::kManyBit) != 0) return table::pooled(entry);
  if ((entry & table::kRemovedBit) == 0) utf8::append(scratch, table::folded(character ? code : utf8::kReplacement, entry));
  return scratch;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::u32string cluster;  // A character and the marks behind it, not composed yet.
  FoldedReader reader(text);
  for (;;) {
    if (reader.at_border() && reader.at() != reader.end() && static_cast<unsigned char>(*reader.at()) < 0x80) {
      if (!cluster.empty()) put(out, cluster);
      reader.go(append_ascii(out, reader.at(), reader.end()));
    }
    Unit unit;
    if (!reader.next(unit)) break;
    if (joins(unit)) {
      if (cluster.empty()) take_last(out, cluster);
      cluster.push_back(unit.code);
      continue;
    }
    if (!cluster.empty()) put(out, cluster);
    utf8::append(out, unit.code);
  }
  if (!cluster.empty()) put(out, cluster);
  return out;
}

}  // namespace ckm::text
