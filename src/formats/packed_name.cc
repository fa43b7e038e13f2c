#include "formats/packed_name.hh"

#include <algorithm>
#include <array>

#include "base/utf8.hh"
#include "text/decode.hh"
#include "text/detect.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kEnough = 16 * 1024;
constexpr double kSure = 0.8;

std::string decoded(std::string_view raw, const text::Encoding& encoding, bool& whole) {
  MemorySource bytes(raw);
  text::DecodeSource source(bytes, encoding, text::OnUndecodable::kReplace);
  std::string out;
  std::array<char, 512> buffer;
  while (const std::size_t n = source.read(buffer)) out.append(buffer.data(), n);
  whole = source.undecodable() == 0;
  return out;
}

text::Encoding find_encoding(std::string_view names) {
  const text::Detected found = text::detect(names);
  text::Encoding chinese = *text::find_encoding("GB18030");
  if (found.encoding == chinese.name) return chinese;
  const auto other = text::find_encoding(found.encoding);
  if (!other) return chinese;
  bool whole = false;
  if (found.confidence < kSure && (decoded(names, chinese, whole), whole)) return chinese;
  return *other;
}

}  // namespace

bool NameDecoder::look_at(std::string_view raw) {
  if (utf8::first_invalid(raw)) foreign_.append(raw).push_back('\n');
  return foreign_.size() < kEnough;
}

std::string NameDecoder::decode(std::string_view raw) {
  std::string name(raw);
  if (utf8::first_invalid(raw)) {
    if (!encoding_) encoding_ = find_encoding(foreign_.empty() ? raw : foreign_);
    bool whole = false;
    name = decoded(raw, *encoding_, whole);
  }
  // What some Windows programs write against the rules; in GBK the same byte is half of a character.
  if (name.find('/') == std::string::npos) std::ranges::replace(name, '\\', '/');
  return utf8::one_line(name);
}

}  // namespace ckm::formats
