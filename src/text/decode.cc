#include "text/decode.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hh"
#include "text/undecodable.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kBuffer = 65536;
constexpr std::string_view kMark = "\uFEFF";  // As UTF-8.

bool is_trail(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

// How many bytes at the beginning of what is no UTF-8 belong together: the longest beginning of a character, at least one
// (Unicode Standard, section 3.9, "maximal subpart").
std::size_t subpart(std::string_view bytes) {
  std::size_t length = 1;
  while (length < bytes.size() && length < 3 && is_trail(bytes[length]) && utf8::is_cut(bytes.substr(0, length + 1))) ++length;
  return length;
}

}  // namespace

DecodeSource::DecodeSource(ByteSource& in, const Encoding& encoding, OnUndecodable on_undecodable, std::uint64_t offset)
    : in_(in), on_undecodable_(on_undecodable), offset_(offset), at_start_(offset == 0) {
  if (encoding.name != "UTF-8" && encoding.name != "US-ASCII") converter_.emplace(encoding.converter);
  unit_ = encoding.name.starts_with("UTF-16") ? 2 : encoding.name.starts_with("UTF-32") ? 4 : 1;
}

void DecodeSource::refuse(std::string_view bytes, std::uint64_t offset) {
  if (undecodable_++ == 0) first_undecodable_ = offset;
  if (on_undecodable_ == OnUndecodable::kMark) append_mark(ready_, {offset, std::string(bytes)});
  else utf8::append(ready_, utf8::kReplacement);
}

// Moves what is valid from bytes_ to ready_, keeping a character that the end cuts.
void DecodeSource::pass_on(bool at_end) {
  std::string_view rest = bytes_;
  while (!rest.empty()) {
    const std::size_t valid = utf8::first_invalid(rest).value_or(rest.size());
    ready_.append(rest.substr(0, valid));
    rest.remove_prefix(valid);
    if (rest.empty() || (!at_end && utf8::is_cut(rest))) break;
    const std::size_t length = subpart(rest);
    refuse(rest.substr(0, length), offset_ + (bytes_.size() - rest.size()));
    rest.remove_prefix(length);
  }
  offset_ += bytes_.size() - rest.size();
  bytes_.erase(0, bytes_.size() - rest.size());
}

void DecodeSource::append_utf16(std::u16string_view units) {
  constexpr std::size_t kMostBytes = 3;  // Of a unit; a pair takes four.
  const std::size_t had = ready_.size();
  ready_.resize(had + kMostBytes * units.size() + 1);
  char* at = ready_.data() + had;
  const auto put = [&](char32_t byte) { *at++ = static_cast<char>(byte); };
  for (const char16_t unit : units) {
    if (unit < 0x80) {
      put(unit);
    } else if (unit < 0x800) {
      put(0xC0U | unit >> 6U);
      put(0x80U | (unit & 0x3FU));
    } else if (high_surrogate_ == 0 && (unit < 0xD800 || unit >= 0xDC00)) {
      put(0xE0U | unit >> 12U);
      put(0x80U | (unit >> 6U & 0x3FU));
      put(0x80U | (unit & 0x3FU));
    } else if (high_surrogate_ == 0) {
      high_surrogate_ = unit;
    } else {
      const char32_t code = 0x10000 + ((static_cast<char32_t>(high_surrogate_) - 0xD800) << 10U) + (unit - 0xDC00U);
      put(0xF0U | code >> 18U);
      put(0x80U | (code >> 12U & 0x3FU));
      put(0x80U | (code >> 6U & 0x3FU));
      put(0x80U | (code & 0x3FU));
      high_surrogate_ = 0;
    }
  }
  ready_.resize(static_cast<std::size_t>(at - ready_.data()));
}

// Converts all of bytes_; ICU keeps a character that the end cuts, and gives surrogates in pairs only.
void DecodeSource::convert(bool at_end) {
  std::array<char16_t, 8192> buffer;
  const char* at = bytes_.data();
  const char* const end = at + bytes_.size();
  for (;;) {
    char16_t* target = buffer.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter_->get(), &target, buffer.data() + buffer.size(), &at, end, nullptr, at_end ? 1 : 0, &status);
    append_utf16({buffer.data(), target});
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(status)) break;
    std::array<char, 16> bad;
    auto count = static_cast<std::int8_t>(bad.size());
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter_->get(), bad.data(), &count, &ignored);
    // What ICU has taken of the input and will decode again stands behind the bad bytes.
    const auto again = static_cast<std::uint64_t>(std::max(0, ucnv_toUCountPending(converter_->get(), &ignored)));
    const auto taken = offset_ + static_cast<std::uint64_t>(at - bytes_.data());
    const auto length = static_cast<std::size_t>(std::max<std::int8_t>(count, 0));
    // Where a buffer ended within a unit of UTF-16, that is a byte short.
    refuse({bad.data(), length}, (taken - again - length) / unit_ * unit_);
    if (status == U_TRUNCATED_CHAR_FOUND && at == end) break;
  }
  offset_ += bytes_.size();
  bytes_.clear();
}

// Makes ready_ hold some text; false at the end of the input.
bool DecodeSource::fill() {
  ready_.clear();
  at_ = 0;
  while (ready_.empty() && !at_end_) {
    const std::size_t kept = bytes_.size();
    bytes_.resize(kept + kBuffer);
    std::size_t n = 0;
    try {
      n = in_.read(std::span(bytes_).subspan(kept));
    } catch (...) {
      bytes_.resize(kept);
      throw;
    }
    bytes_.resize(kept + n);
    at_end_ = n == 0;
    if (converter_) convert(at_end_);
    else pass_on(at_end_);
    if (!ready_.empty() && std::exchange(at_start_, false) && ready_.starts_with(kMark)) ready_.erase(0, kMark.size());
  }
  return !ready_.empty();
}

std::size_t DecodeSource::read(std::span<char> into) {
  if (at_ == ready_.size() && !fill()) return 0;
  const std::size_t n = ready_.copy(into.data(), into.size(), at_);
  at_ += n;
  return n;
}

}  // namespace ckm::text
