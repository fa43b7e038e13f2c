// Addresses of mail and in the net.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "text/personal_line.hh"

namespace ckm::text::personal {
namespace {

constexpr auto kVersionWords =
    std::to_array<std::string_view>({"v",       "ver",    "version", "版本",   "版",     "固件",    "韌體", "firmware", "build",
                                     "release", "升级到", "升級到",  "更新到", "ios",    "android", "驱动", "驅動",     "driver",
                                     "chrome",  "app",    "sdk",     "内核",   "kernel", "软件",    "軟體", "章节"});
constexpr auto kIpWords = std::to_array<std::string_view>({"ip", "ipv4", "地址", "位址", "address", "server", "host"});
constexpr auto kFiles = std::to_array<std::string_view>({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js"});
// Those that name nobody: this computer, masks, what routers come with, resolvers that all may use.
constexpr auto kNobodys = std::to_array<std::string_view>({"0.0.0.0", "8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9",
                                                           "114.114.114.114", "223.5.5.5", "223.6.6.6", "192.168.0.1",
                                                           "192.168.1.1", "192.168.1.254", "10.0.0.1", "192.168.31.1"});

bool in_local_part(char c) { return is_word(c) || c == '.' || c == '+' || c == '-' || c == '%' || c == '\''; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

// Where a domain that begins there ends; `at` itself: there is none.
std::size_t domain_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  std::size_t last_label = at;
  for (std::size_t i = at; i < text.size();) {
    std::size_t label = i;
    while (label < text.size() && (is_digit(text[label]) || is_letter(text[label]) || text[label] == '-')) ++label;
    while (label > i && text[label - 1] == '-') --label;
    if (label == i) break;
    last_label = i;
    end = label;
    if (char_at(text, label) != '.') break;
    i = label + 1;
  }
  const std::string_view top = text.substr(last_label, end - last_label);
  const bool named = top.size() >= 2 && last_label > at && (top.starts_with("xn--") || std::ranges::all_of(top, is_letter));
  return named && std::ranges::find(kFiles, lower(top)) == kFiles.end() ? end : at;
}

bool is_ip4(std::string_view text, std::array<int, 4>& parts) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    std::size_t end = at;
    while (is_digit(char_at(text, end))) ++end;
    const std::size_t digits = end - at;
    if (digits == 0 || digits > 3 || (digits > 1 && text[at] == '0')) return false;
    parts[i] = std::stoi(std::string(text.substr(at, digits)));
    if (parts[i] > 255 || (i < 3 && char_at(text, end) != '.')) return false;
    at = end + 1;
  }
  return at == text.size() + 1;
}

void find_ip4(const Line& line, std::size_t begin, std::size_t end, Hits& hits) {
  const std::string_view text = line.plain;
  std::array<int, 4> parts{};
  const std::string_view address = text.substr(begin, end - begin);
  if (!is_ip4(address, parts)) return;
  const char before = char_before(text, begin);
  const char after = char_at(text, end);
  if (is_word(before) || before == '.' || before == '-' || is_word(after) || (after == '.' && is_digit(char_at(text, end + 1))) ||
      (after == '-' && is_word(char_at(text, end + 1))))
    return;
  if (parts[0] == 127 || parts[0] == 255 || std::ranges::find(kNobodys, address) != kNobodys.end()) return;
  const Said said = said_before(line, begin, kIpWords, kVersionWords, 24);
  if (said == Said::kOther) return;
  const auto large = std::ranges::count_if(parts, [](int part) { return part >= 10; });
  if (said == Said::kNothing && (large < 2 || parts[0] == 0)) return;
  hits.push_back({begin, end, std::string(address)});
}

void find_ip6(std::string_view text, std::size_t begin, std::size_t end, Hits& hits) {
  while (end > begin && text[end - 1] == ':' && !(end >= begin + 2 && text[end - 2] == ':')) --end;
  while (end > begin && text[end - 1] == '.') --end;
  const std::string address(text.substr(begin, end - begin));
  std::array<unsigned char, 16> bytes{};
  if (is_word(char_before(text, begin)) || is_word(char_at(text, end)) || std::ranges::count(address, ':') < 3 ||
      inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1)
    return;
  std::size_t longest = 0;
  std::size_t length = 0;
  for (const char c : address) {
    length = c == ':' ? 0 : length + 1;
    longest = std::max(longest, length);
  }
  if (longest < 3 || std::ranges::none_of(address, is_digit)) return;
  std::array<char, INET6_ADDRSTRLEN> form{};
  inet_ntop(AF_INET6, bytes.data(), form.data(), form.size());
  hits.push_back({begin, end, form.data()});
}

}  // namespace

void find_emails(const Line& line, Hits& hits) {
  const std::string_view text = line.plain;
  std::size_t least = 0;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin > least && in_local_part(text[begin - 1])) --begin;
    while (begin < at && !is_word(text[begin])) ++begin;
    if (begin == at || text[at - 1] == '.') continue;
    const std::size_t end = domain_end(text, at + 1);
    if (end == at + 1) continue;
    if (text.substr(begin, at - begin) == "git" && char_at(text, end) == ':') continue;
    hits.push_back({begin, end, lower(text.substr(begin, end - begin))});
    least = end;
  }
}

void find_ips(const Line& line, Hits& hits) {
  const std::string_view text = line.plain;
  const bool many_colons = std::ranges::count(text, ':') >= 3;
  if (!many_colons && std::ranges::count(text, '.') < 3) return;
  const auto in_address = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == ':' || c == '.'; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i]) && (!many_colons || text[i] == '.' || !in_address(text[i]))) continue;
    std::size_t end = i;
    std::size_t dots = 0;
    std::size_t colons = 0;
    for (; end < text.size() && in_address(text[end]); ++end) {
      dots += text[end] == '.' ? 1 : 0;
      colons += text[end] == ':' ? 1 : 0;
    }
    if (dots >= 3 && colons <= 2) {
      std::size_t last = i;
      while (text[i] == ':') last = ++i;
      while (last < end && (is_digit(text[last]) || text[last] == '.')) ++last;
      while (last > i && text[last - 1] == '.') --last;
      find_ip4(line, i, last, hits);
    }
    if (colons >= 3) {
      find_ip6(text, i, end, hits);
    } else if (dots >= 3 && colons >= 2) {
      find_ip6(text, i, end, hits);
    }
    i = end;
  }
}

}  // namespace ckm::text::personal
