// A text as its folded characters, one by one, each with where it came from. For src/text alone.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/utf8.hh"
#include "text/fold_table.hh"

namespace ckm::text {

// One folded character. Several of one original character have the same begin and end.
struct Unit {
  char32_t code = 0;
  std::uint32_t entry = 0;  // Of the folded character, see fold_table.hh.
  const char* begin = nullptr;
  const char* end = nullptr;
  [[nodiscard]] CharClass char_class() const { return table::class_of(entry); }
  [[nodiscard]] unsigned script() const { return table::script_of(entry); }
};

// Bytes that are no UTF-8 read as U+FFFD, one each. What folding removes is skipped. Marks come as they stand: composing
// is the caller's work. Reader objects are cheap to copy: a copy is how to look ahead or to come back.
class FoldedReader {
 public:
  explicit FoldedReader(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  // False at the end of the text.
  bool next(Unit& unit) {
    while (rest_.empty()) {
      if (at_ == end_) return false;
      begin_ = at_;
      const char32_t code = decode();
      const std::uint32_t entry = table::entry(code);
      if ((entry & (table::kManyBit | table::kRemovedBit)) == 0) {
        unit = {table::folded(code, entry), entry, begin_, at_};
        return true;
      }
      if ((entry & table::kManyBit) != 0) rest_ = table::pooled(entry);
    }
    const utf8::Decoded c = utf8::decode(rest_.data(), rest_.data() + rest_.size());
    rest_.remove_prefix(c.length);
    unit = {c.code, table::entry(c.code), begin_, at_};
    return true;
  }

  // Between two characters of the text, so that what follows may be read as bytes from at() and skipped to with go().
  [[nodiscard]] bool at_border() const { return rest_.empty(); }
  [[nodiscard]] const char* at() const { return at_; }
  [[nodiscard]] const char* end() const { return end_; }
  void go(const char* at) { at_ = at; }

 private:
  // The most frequent lengths without a call.
  char32_t decode() {
    const auto byte = [this](int i) { return static_cast<unsigned char>(at_[i]); };
    const auto tail = [&](int i) { return (byte(i) & 0xC0) == 0x80; };
    const unsigned char lead = byte(0);
    if (lead >= 0xE1 && lead <= 0xEC && end_ - at_ >= 3 && tail(1) && tail(2)) {
      const auto code = static_cast<char32_t>((lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
      at_ += 3;
      return code;
    }
    if (lead < 0x80) {
      ++at_;
      return lead;
    }
    const utf8::Decoded c = utf8::decode(at_, end_);
    at_ += c.length;
    return c.code;
  }

  const char* at_;
  const char* end_;
  const char* begin_ = nullptr;  // Of the character that rest_ is the fold of.
  std::string_view rest_;
};

}  // namespace ckm::text
