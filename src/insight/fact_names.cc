#include "insight/fact_names.hh"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "insight/fact_units.hh"

namespace ckm::insight {
namespace {

bool is_of(std::string_view set, char c) { return c != '\0' && set.find(c) != std::string_view::npos; }

bool is_mail_sign(const FactText& text, std::size_t at) {
  return text.letter(at) || text.digit(at) || is_of("._%+-", text.at(at));
}

// Where a word ends up before a number, blanks and a colon between; npos where none of these does.
template <std::size_t N>
std::size_t label_before(const FactText& text, std::size_t place, const std::array<std::string_view, N>& words) {
  while (place > 0 && is_of(" :.*_", text.at(place - 1))) --place;
  std::size_t best = std::string_view::npos;
  for (const std::string_view word : words) {
    if (!text.before(place).ends_with(word)) continue;
    const std::size_t begin = place - word.size();
    if (is_letter(word.front()) && (!text.border(begin) || !text.border(place))) continue;
    best = std::min(best, begin);
  }
  return best;
}

constexpr auto kPhoneWords = std::to_array<std::string_view>(
    {"phone",  "tel",  "telephone", "telefon", "telefonnummer", "hotline", "fax",  "call", "call us at", "call us on",
     "mobile", "手机", "手机号",    "电话",    "电话号码",      "热线",    "拨打", "致电", "传真",       "客服"});
constexpr auto kVersionWords = std::to_array<std::string_view>({"version", "versions", "ver", "v", "release", "firmware", "build",
                                                                "versión", "versión", "版本", "版本号", "固件", "バージョン"});
constexpr auto kSystems = std::to_array<std::string_view>(
    {"android", "ios",  "ipados", "macos", "windows", "ubuntu",  "debian",    "chrome",      "firefox", "safari",
     "edge",    "java", "python", "php",   "office",  "outlook", "harmonyos", "openharmony", "安卓",    "鸿蒙"});

// Digits with dots between.
struct Dotted {
  std::vector<std::string> parts;
  std::size_t end = 0;
};
Dotted dotted_at(const FactText& text, std::size_t place) {
  Dotted out;
  while (true) {
    out.end = text.digits_end(place);
    out.parts.emplace_back(text.from(place).substr(0, out.end - place));
    if (text.at(out.end) != '.' || !text.digit(out.end + 1)) return out;
    place = out.end + 1;
  }
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += '.';
    const std::size_t zeros = std::min(part.find_first_not_of('0'), part.size() - 1);
    out += part.substr(zeros);
  }
  return out;
}

// 2.1 版本, 2.1版; not 版权.
std::size_t behind_version_word(const FactText& text, std::size_t end) {
  const std::size_t at = text.skip_blanks(end);
  for (const std::string_view word : {"以上版本", "版本", "版"}) {
    if (!text.has(at, word)) continue;
    const std::size_t behind = at + word.size();
    const std::string_view next = han_at(text, behind);
    if (word == "版" && (next == "权" || next == "面" || next == "块" || next == "式")) return end;
    return behind;
  }
  return end;
}

struct PhoneDigits {
  std::string digits;
  std::vector<std::size_t> groups;  // Their sizes.
  std::vector<std::size_t> ends;
};

PhoneDigits phone_digits(const FactText& text, std::size_t place) {
  PhoneDigits out;
  for (std::size_t at = place; text.digit(at);) {
    const std::size_t end = text.digits_end(at);
    out.digits += text.from(at).substr(0, end - at);
    out.groups.push_back(end - at);
    out.ends.push_back(end);
    at = end;
    for (int signs = 0; signs < 2 && is_of(" -/()", text.at(at)); ++signs) ++at;
  }
  return out;
}

bool looks_like_phone(const FactText& text, std::size_t place, const PhoneDigits& read, bool labelled) {
  constexpr std::size_t kLeast = 7, kMost = 15, kLabelled = 5, kMobile = 11;
  const std::size_t n = read.digits.size();
  const std::vector<std::size_t>& groups = read.groups;
  if (n > kMost) return false;
  if (labelled) return n >= kLabelled;
  if (n < kLeast) return false;
  const char sign = place == 0 ? '\0' : text.at(place - 1);
  if (sign == '+') return true;
  if (sign == '(' && groups.size() >= 2) return true;
  if (read.digits[0] == '0' && groups.size() >= 2 && groups[0] >= 2 && groups[0] <= 5 && n >= 8) return true;
  if (groups.size() == 1) return n == kMobile && read.digits[0] == '1' && read.digits[1] >= '3';
  const bool american = (groups == std::vector<std::size_t>{3, 3, 4}) || (groups == std::vector<std::size_t>{1, 3, 3, 4});
  const bool mobile = groups == std::vector<std::size_t>{3, 4, 4};
  const bool free = (read.digits.starts_with("400") || read.digits.starts_with("800")) && n == 10 && groups[0] == 3;
  return american || mobile || free;
}

}  // namespace

std::optional<Reading> read_link(const FactText& text, std::size_t place) {
  std::size_t host = text.behind(place, {"http://", "https://"});
  const std::size_t named = text.behind(host, {"www."});
  if (named == place || (host == place && !text.border(place))) return std::nullopt;
  host = named;
  std::size_t end = host;
  while (end < text.size() && static_cast<unsigned char>(text.at(end)) > 0x20 &&
         static_cast<unsigned char>(text.at(end)) < 0x7F && !is_of("()<>[]\"'`,;|*", text.at(end)))
    ++end;
  while (end > host && is_of(".!?:", text.at(end - 1))) --end;
  if (end == host) return std::nullopt;
  std::string value(text.from(host).substr(0, end - host));
  value.resize(std::min(value.find('#'), value.size()));
  while (value.ends_with('/')) value.pop_back();
  return Reading{"link", {value}, {}, place, end};
}

std::optional<Reading> read_mail(const FactText& text, std::size_t place) {
  if ((!text.letter(place) && !text.digit(place)) || (place > 0 && is_mail_sign(text, place - 1))) return std::nullopt;
  std::size_t at = place;
  while (is_mail_sign(text, at)) ++at;
  if (text.at(at) != '@') return std::nullopt;
  std::size_t end = at + 1;
  while (text.letter(end) || text.digit(end) || is_of(".-", text.at(end))) ++end;
  while (end > at && is_of(".-", text.at(end - 1))) --end;
  const std::string_view host = text.from(at + 1).substr(0, end - at - 1);
  if (host.find('.') == std::string_view::npos) return std::nullopt;
  return Reading{"mail", {std::string(text.from(place).substr(0, end - place))}, {}, place, end};
}

std::optional<Reading> read_phone(const FactText& text, std::size_t place, std::size_t least) {
  std::size_t begin = place;
  while (is_of("+(", text.at(place))) ++place;
  if (!text.digit(place)) return std::nullopt;
  while (begin == place && begin > least && is_of("+(", text.at(begin - 1))) --begin;
  PhoneDigits read = phone_digits(text, place);
  // What a unit follows is counted: 0800 123456 24 hours.
  while (read.groups.size() > 1 && (unit_behind(text, read.ends.back()) || text.letter(read.ends.back()))) {
    read.digits.resize(read.digits.size() - read.groups.back());
    read.groups.pop_back();
    read.ends.pop_back();
  }
  const std::size_t label = label_before(text, begin, kPhoneWords);
  const bool labelled = label != std::string_view::npos && label >= least;
  if (!looks_like_phone(text, place, read, labelled)) return std::nullopt;
  const bool fax = labelled && (text.has(label, "fax") || text.has(label, "传真"));
  return Reading{fax ? "fax" : "phone", {read.digits}, {}, begin, read.ends.back()};
}

std::optional<Reading> read_version(const FactText& text, std::size_t place, std::size_t least) {
  const Dotted number = dotted_at(text, place);
  Reading out{"version", {joined(number.parts)}, {}, place, number.end};
  const std::size_t behind = behind_version_word(text, number.end);
  const auto before = [&](const auto& words) {
    const std::size_t label = label_before(text, place, words);
    return label == std::string_view::npos || label < least ? std::string_view::npos : label;
  };
  const bool marked = place > least && text.at(place - 1) == 'v' && text.border(place - 1);
  std::size_t word = marked ? place - 1 : std::string_view::npos;
  // The v of version 2.1 belongs to "version v2.1", too.
  const std::size_t label = label_before(text, marked ? place - 1 : place, kVersionWords);
  if (label != std::string_view::npos && label >= least) word = std::min(word, label);
  if (word != std::string_view::npos) {
    out.begin = word;
  } else if (const std::size_t system = before(kSystems); system != std::string_view::npos) {
    std::size_t end = text.word_end(system);
    if (end == system) end = system + std::string_view("安卓").size();
    std::string name(text.from(system).substr(0, end - system));
    out.measure += " " + (name == "安卓" ? "android" : name == "鸿蒙" ? "harmonyos" : name);
    out.begin = system;
  } else if (number.parts.size() == 4 &&
             std::ranges::all_of(number.parts, [](const std::string& part) { return part.size() <= 3; })) {
    out.measure = "address";
  } else if (number.parts.size() < 3 &&
             (behind == number.end || (number.parts.size() < 2 && !text.has(text.skip_blanks(number.end), "版本")))) {
    return std::nullopt;
  }
  out.end = behind;
  // A unit or a year shows that it is no version: Office 365 days, build 2026-03-05.
  if (behind == number.end && number.parts.size() < 2 && unit_behind(text, number.end)) return std::nullopt;
  return out;
}

}  // namespace ckm::insight
