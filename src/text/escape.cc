#include "text/escape.hh"

#include <fmt/format.h>

#include "base/json.hh"
#include "base/utf8.hh"

namespace ckm::text {
namespace {

bool is_left_out(char32_t code) {
  const bool control = (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0);
  const bool turns = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  return control || turns || (code >= 0xFFF9 && code <= 0xFFFB) || (code & 0xFFFEU) == 0xFFFEU;
}

std::string for_script(const std::string& json) {
  std::string out;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    const std::string_view rest = std::string_view(json).substr(at);
    if (c == '<' || c == '>' || c == '&') {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else if (rest.starts_with("\u2028") || rest.starts_with("\u2029")) {
      out += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else {
      out.push_back(c);
    }
  }
  return out;
}

Value without_controls(const Value& value) {
  if (const std::string* const s = value.string()) return shown(*s);
  Value out = value;
  if (Value::Array* const list = out.array()) {
    for (Value& element : *list) element = without_controls(element);
  } else if (Value::Object* const members = out.object()) {
    for (auto& [name, member] : *members) member = without_controls(member);
  }
  return out;
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    if (!is_left_out(c.code)) utf8::append(out, c.code);
    at += c.length;
  }
  return out;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : shown(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out.push_back(c);
    }
  }
  return out;
}

std::string html_attribute(std::string_view value) {
  std::string out;
  for (const char c : html_text(value)) {
    switch (c) {
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '`': out += "&#96;"; break;
      case '\n':
      case '\t': out.push_back(' '); break;
      default: out.push_back(c);
    }
  }
  return out;
}

std::string url_path(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string out;
  for (const char c : path) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kPlain.find(c) != std::string_view::npos;
    if (plain) out.push_back(c);
    else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string script_json(const Value& value) { return for_script(json::dump(without_controls(value))); }

std::string script_string(std::string_view text) { return script_json(Value(text)); }

}  // namespace ckm::text
