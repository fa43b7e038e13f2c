#include "formats/mail_text.hh"

#include <algorithm>
#include <optional>

#include "base/byte_source.hh"
#include "base/utf8.hh"
#include "formats/record.hh"
#include "text/decode.hh"
#include "text/detect.hh"

namespace ckm::formats {
namespace {

constexpr double kSure = 0.9;
constexpr std::size_t kSmallest = 256;  // Of what is decoded at a time.
constexpr std::size_t kLargest = std::size_t{64} << 10;

struct Decoded {
  std::string text;
  std::uint64_t bad = 0;
};

Decoded decode_as(std::string_view bytes, const text::Encoding& encoding) {
  MemorySource source(bytes);
  text::DecodeSource decoder(source, encoding, text::OnUndecodable::kReplace);
  Decoded out;
  for (std::size_t n = 1; n > 0;) {
    const std::size_t at = out.text.size();
    out.text.resize(at + std::clamp(bytes.size(), kSmallest, kLargest));
    n = decoder.read(std::span(out.text).subspan(at));
    out.text.resize(at + n);
  }
  out.bad = decoder.undecodable();
  return out;
}

bool is_ascii(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

// Any bytes are a text in it, so that it tells nothing where it is wrong.
bool takes_anything(std::string_view name) {
  return name == "US-ASCII" || name.starts_with("ISO-8859-") || name.starts_with("windows-125");
}

std::string decode_bytes(std::string_view bytes, std::string_view label) {
  std::optional<text::Encoding> said = label.empty() ? std::nullopt : text::find_encoding(label);
  if (said && (said->name == "ISO-8859-1" || said->name == "US-ASCII")) said = text::find_encoding("windows-1252");
  if (said && is_ascii(bytes) && (takes_anything(said->name) || said->name == "UTF-8")) return std::string(bytes);
  if (said && !takes_anything(said->name)) {
    Decoded decoded = decode_as(bytes, *said);
    if (decoded.bad == 0) return std::move(decoded.text);
  }
  if (!utf8::first_invalid(bytes)) {
    if (!is_ascii(bytes)) return std::string(bytes);
    // Pure ASCII, unless it is in an encoding of seven bits that says so by its escapes.
    if (bytes.find('\x1B') == std::string_view::npos && bytes.find('\0') == std::string_view::npos) return std::string(bytes);
  }
  const text::Detected found = text::detect(bytes);
  const auto other = text::find_encoding(found.encoding);
  if (said && takes_anything(said->name) && (!other || takes_anything(other->name) || found.confidence < kSure)) {
    return decode_as(bytes, *said).text;
  }
  if (!said) return decode_as(bytes, other ? *other : *text::find_encoding("UTF-8")).text;
  Decoded by_label = decode_as(bytes, *said);
  if (!other) return std::move(by_label.text);
  Decoded by_look = decode_as(bytes, *other);
  return by_look.bad < by_label.bad ? std::move(by_look.text) : std::move(by_label.text);
}

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

std::string decode_mail_text(std::string_view bytes, std::string_view label) {
  std::string text = decode_bytes(bytes, label);
  std::erase(text, '\0');
  if (text.starts_with("\uFEFF")) text.erase(0, 3);
  return text;
}

std::string unflow(std::string_view text, bool delsp) {
  std::string out;
  bool open = false;  // The last line goes on.
  std::size_t open_depth = 0;
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    const bool stuffed = line.substr(depth).starts_with(' ');
    std::string_view content = line.substr(depth + (stuffed ? 1 : 0));
    const bool signature = content == "-- ";
    if (open && (depth != open_depth || signature)) {
      out.push_back('\n');
      open = false;
    }
    if (!open && depth > 0) out.append(line.substr(0, depth + (stuffed ? 1 : 0)));
    open = content.ends_with(' ') && !signature;
    if (open && delsp) content.remove_suffix(1);
    out.append(content);
    open_depth = depth;
    if (!open) out.push_back('\n');
  }
  return out;
}

std::string without_pgp_armour(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN PGP SIGNED MESSAGE-----";
  constexpr std::string_view kSignature = "-----BEGIN PGP SIGNATURE-----";
  constexpr std::string_view kEnd = "-----END PGP SIGNATURE-----";
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos || (begin > 0 && text[begin - 1] != '\n')) return std::string(text);
  const std::size_t signature = text.find(kSignature, begin);
  if (signature == std::string_view::npos) return std::string(text);
  std::string out(text.substr(0, begin));
  std::string_view inside = text.substr(begin, signature - begin);
  while (!inside.empty() && !trimmed(next_line(inside)).empty()) {
  }
  while (!inside.empty()) {
    std::string_view line = next_line(inside);
    if (line.starts_with("- ")) line.remove_prefix(2);
    out.append(line).push_back('\n');
  }
  const std::size_t end = text.find(kEnd, signature);
  if (end != std::string_view::npos) out.append(text.substr(end + kEnd.size()));
  return out;
}

bool is_pgp_encrypted(std::string_view text) {
  text = trimmed(text);
  return text.starts_with("-----BEGIN PGP MESSAGE-----");
}

std::string without_from_marks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (bool first = true; first || !text.empty(); first = false) {
    const bool more = text.find('\n') != std::string_view::npos;
    std::string_view line = next_line(text);
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    if (depth > 0 && line.substr(depth).starts_with("From ")) line.remove_prefix(1);
    out.append(line);
    if (more) out.push_back('\n');
  }
  return out;
}

}  // namespace ckm::formats
