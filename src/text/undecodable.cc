#include "text/undecodable.hh"

#include <fmt/format.h>

#include <cstddef>

namespace ckm::text {
namespace {

// A mark is kBegin, the offset in hexadecimal, kMiddle, the bytes in hexadecimal, kEnd. Each character is three bytes of UTF-8
// that begin with EF B7; digit d is U+FDE0 + d.
constexpr std::string_view kBegin = "\uFDD0";
constexpr std::string_view kMiddle = "\uFDD1";
constexpr std::string_view kEnd = "\uFDD2";
constexpr std::string_view kDigitLead = "\xEF\xB7";
constexpr unsigned kFirstDigit = 0xA0;
constexpr std::size_t kUnit = 3;
constexpr std::size_t kMostDigits = 64;

void append_digit(std::string& out, unsigned digit) {
  out += kDigitLead;
  out += static_cast<char>(kFirstDigit + digit);
}

// The digit that the text begins with.
std::optional<unsigned> digit_at(std::string_view text) {
  if (text.size() < kUnit || !text.starts_with(kDigitLead)) return std::nullopt;
  const unsigned digit = static_cast<unsigned char>(text[2]) - kFirstDigit;
  return digit < 16 ? std::optional(digit) : std::nullopt;
}

struct Parsed {
  Undecodable bytes;
  std::size_t length = 0;
};

// What the text begins with, when that is a whole mark.
std::optional<Parsed> parse(std::string_view text) {
  Parsed out;
  std::size_t at = kBegin.size();
  const auto digits = [&](auto&& take) {
    std::size_t count = 0;
    for (; count < kMostDigits; ++count) {
      const auto digit = digit_at(text.substr(at));
      if (!digit) break;
      take(*digit);
      at += kUnit;
    }
    return count;
  };
  if (digits([&](unsigned digit) { out.bytes.offset = out.bytes.offset << 4U | digit; }) == 0) return std::nullopt;
  if (!text.substr(at).starts_with(kMiddle)) return std::nullopt;
  at += kMiddle.size();
  unsigned high = 0;
  bool odd = false;
  const std::size_t count = digits([&](unsigned digit) {
    if (odd) out.bytes.bytes += static_cast<char>(high << 4U | digit);
    high = digit;
    odd = !odd;
  });
  if (count == 0 || odd || !text.substr(at).starts_with(kEnd)) return std::nullopt;
  out.length = at + kEnd.size();
  return out;
}

}  // namespace

std::string Undecodable::reason() const {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{}0x{:02X}", hex.empty() ? "" : " ", static_cast<unsigned char>(byte));
  return fmt::format("byte{} {} at offset {} can't be decoded", bytes.size() == 1 ? "" : "s", hex, offset);
}

void append_mark(std::string& out, const Undecodable& bytes) {
  out += kBegin;
  unsigned shift = 60;
  while (shift > 0 && bytes.offset >> shift == 0) shift -= 4;
  for (;; shift -= 4) {
    append_digit(out, static_cast<unsigned>(bytes.offset >> shift & 15U));
    if (shift == 0) break;
  }
  out += kMiddle;
  for (const char byte : bytes.bytes) {
    append_digit(out, static_cast<unsigned char>(byte) >> 4U);
    append_digit(out, static_cast<unsigned char>(byte) & 15U);
  }
  out += kEnd;
}

std::optional<Undecodable> find_undecodable(std::string_view text) {
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos; at = text.find(kBegin, at + 1)) {
    if (auto found = parse(text.substr(at))) return std::move(found->bytes);
  }
  return std::nullopt;
}

std::string with_raw_bytes(std::string_view text, bool was_utf8) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = text.find(kBegin); at != std::string_view::npos;) {
    const auto found = parse(text.substr(at));
    if (found) {
      out.append(text.substr(done, at - done));
      if (was_utf8) out += found->bytes.bytes;
      else out.append(found->bytes.bytes.size(), '\xFF');
      done = at + found->length;
    }
    at = text.find(kBegin, found ? done : at + 1);
  }
  return out.append(text.substr(done));
}

}  // namespace ckm::text
