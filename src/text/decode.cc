#include "text/decode.hh"

#include <algorithm>

#include "base/utf8.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kBuffer = 65536;
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LeMark = "\xFF\xFE";
constexpr std::string_view kUtf16BeMark = "\xFE\xFF";

bool high_surrogate(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool low_surrogate(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Converts the characters that are whole and returns how many bytes they took. At the end of the input all is converted.
std::size_t convert_utf16(std::string_view bytes, bool big_endian, bool at_end, std::string& out) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  std::size_t at = 0;
  while (bytes.size() - at >= 2) {
    const char32_t first = unit(at);
    if (!high_surrogate(first)) {
      utf8::append(out, low_surrogate(first) ? utf8::kReplacement : first);
      at += 2;
      continue;
    }
    if (bytes.size() - at < 4) {
      if (!at_end) return at;
      utf8::append(out, utf8::kReplacement);
      at += 2;
      continue;
    }
    const char32_t second = unit(at + 2);
    if (low_surrogate(second)) {
      utf8::append(out, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
      at += 4;
    } else {
      utf8::append(out, utf8::kReplacement);
      at += 2;
    }
  }
  if (at_end && at < bytes.size()) {
    utf8::append(out, utf8::kReplacement);
    at = bytes.size();
  }
  return at;
}

}  // namespace

DecodeSource::DecodeSource(ByteSource& in) : in_(in) {}

std::string_view DecodeSource::encoding() const {
  switch (form_) {
    case Form::kUtf16Le: return "UTF-16LE";
    case Form::kUtf16Be: return "UTF-16BE";
    case Form::kUnknown:
    case Form::kUtf8: break;
  }
  return "UTF-8";
}

// Reads as many bytes as the longest mark has and says what they are.
void DecodeSource::start() {
  rest_.resize(kUtf8Mark.size());  // The longest mark.
  std::size_t size = 0;
  while (size < rest_.size()) {
    const std::size_t n = in_.read(std::span(rest_).subspan(size));
    if (n == 0) break;
    size += n;
  }
  rest_.resize(size);
  form_ = Form::kUtf8;
  const auto take = [&](std::string_view mark) {
    const bool here = rest_.starts_with(mark);
    if (here) rest_.erase(0, mark.size());
    return here;
  };
  if (!take(kUtf8Mark)) {
    if (take(kUtf16LeMark)) form_ = Form::kUtf16Le;
    else if (take(kUtf16BeMark)) form_ = Form::kUtf16Be;
  }
  if (form_ == Form::kUtf8) ready_.swap(rest_);
}

// Sets ready_ to the next piece of text, to nothing at the end of the input.
void DecodeSource::convert_more() {
  ready_.clear();
  at_ = 0;
  while (ready_.empty()) {
    const std::size_t kept = rest_.size();
    rest_.resize(kept + kBuffer);
    const std::size_t n = in_.read(std::span(rest_).subspan(kept));
    rest_.resize(kept + n);
    rest_.erase(0, convert_utf16(rest_, form_ == Form::kUtf16Be, n == 0, ready_));
    if (n == 0) return;
  }
}

std::size_t DecodeSource::read(std::span<char> into) {
  if (form_ == Form::kUnknown) start();
  if (at_ == ready_.size()) {
    if (form_ == Form::kUtf8) return in_.read(into);
    convert_more();
  }
  const std::size_t n = ready_.copy(into.data(), into.size(), at_);
  at_ += n;
  return n;
}

}  // namespace ckm::text
