#include "text/personal.hh"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "base/error.hh"
#include "base/utf8.hh"
#include "text/personal_line.hh"

namespace ckm::text {
namespace {

using personal::Hits;
using personal::Line;

struct Row {
  PersonalName name;
  void (*find)(const Line& line, Hits& hits);
  std::size_t digits;  // That a line with such a thing has at least.
  char sign = 0;       // That it has too.
};

constexpr std::array<Row, 10> kRows = {{
    {{"email", "addresses of mail: anna@example.org"}, personal::find_emails, 0, '@'},
    {{"id", "identity cards of mainland China, by their check digit: 11010519491231002X"}, personal::find_id_cards, 15},
    {{"tw-id", "identity cards and residents' certificates of Taiwan, by their check digit: A123456789"},
     personal::find_taiwan_ids,
     8},
    {{"hk-id", "identity cards of Hong Kong, by their check digit: G123456(A)"}, personal::find_hong_kong_ids, 6, '('},
    {{"passport", "passports: E12345678; others where the word stands before them"}, personal::find_passports, 6},
    {{"card", "bank cards, by their beginning and check digit: 4111 1111 1111 1111"}, personal::find_cards, 13},
    {{"phone", "telephones: 138 0013 8000, 0912-345-678, +852 2345 6789"}, personal::find_phones, 7},
    {{"plate", "plates of cars: 京A·12345; others where the word stands before them"}, personal::find_plates, 1},
    {{"address", "postal addresses: 台北市信義區信義路五段7號12樓, 12 Main Street"}, personal::find_addresses, 0},
    {{"ip", "addresses in the net: 203.0.113.7, 2001:db8::8a2e:370"}, personal::find_ips, 3},
}};

constexpr auto kNames = [] {
  std::array<PersonalName, kRows.size()> names{};
  for (std::size_t i = 0; i < kRows.size(); ++i) names[i] = kRows[i].name;
  return names;
}();

unsigned char byte_at(std::string_view text, std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; }

// What a byte may begin: 0 nothing of interest, 1 a digit or an @, 2 a full-width form, 3 a house number in Chinese.
constexpr std::array<std::uint8_t, 256> kSigns = [] {
  std::array<std::uint8_t, 256> signs{};
  for (unsigned c = '0'; c <= '9'; ++c) signs[c] = 1;
  signs['@'] = 1;
  signs[0xEF] = 2;
  for (const unsigned c : {0xE5U, 0xE6U, 0xE8U}) signs[c] = 3;
  return signs;
}();

// A digit or an @ in full width, or 号 號 楼 樓 室 弄 巷 behind a numeral.
bool may_begin(std::string_view text, std::size_t i) {
  const std::uint8_t sign = kSigns[static_cast<unsigned char>(text[i])];
  if (sign < 2) return sign == 1;
  const unsigned second = byte_at(text, i + 1);
  const unsigned third = byte_at(text, i + 2);
  if (sign == 2) return second == 0xBC && ((third >= 0x90 && third <= 0x99) || third == 0xA0);
  const unsigned code = (static_cast<unsigned char>(text[i]) & 0x0FU) << 12U | (second & 0x3FU) << 6U | (third & 0x3FU);
  if (code != 0x53F7 && code != 0x865F && code != 0x697C && code != 0x6A13 && code != 0x5BA4 && code != 0x5F04 && code != 0x5DF7)
    return false;
  constexpr std::string_view kNumerals = "一二三四五六七八九十百零〇";
  if (i < 3) return false;
  const std::size_t at = kNumerals.find(text.substr(i - 3, 3));
  return at != std::string_view::npos && at % 3 == 0;
}

// A line as the finders read it, with the offset that each of its bytes had.
class Plain {
 public:
  void read(std::string_view line) {
    changed_ = false;
    for (std::size_t i = 0; i < line.size() && !changed_; ++i) changed_ = may_change(line, i);
    if (!changed_) {
      text_ = line;
      return;
    }
    buffer_.clear();
    offsets_.clear();
    for (std::size_t i = 0; i < line.size();) {
      if (!may_change(line, i)) {
        buffer_.push_back(line[i]);
        offsets_.push_back(i++);
        continue;
      }
      const utf8::Decoded next = utf8::decode(line.data() + i, line.data() + line.size());
      char32_t code = next.valid ? next.code : 0;
      if (code >= 0xFF01 && code <= 0xFF5E) code -= 0xFEE0;
      else if (code == 0x3000 || code == 0x00A0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F) code = ' ';
      else if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212) code = '-';
      const bool invisible = (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFEFF || code == 0x00AD;
      if (!invisible) {
        if (code > 0 && code < 0x80) buffer_.push_back(static_cast<char>(code));
        else buffer_.append(line.substr(i, next.length));
        offsets_.resize(buffer_.size(), i);
      }
      i += next.length;
    }
    offsets_.push_back(line.size());
    text_ = buffer_;
  }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::size_t offset(std::size_t plain) const { return changed_ ? offsets_[plain] : plain; }

 private:
  // Whether a character that is written in another way here may begin there.
  static bool may_change(std::string_view line, std::size_t i) {
    const unsigned first = byte_at(line, i);
    if (first < 0xC2) return false;
    const unsigned second = byte_at(line, i + 1);
    return first == 0xEF || (first == 0xE2 && (second <= 0x81 || second == 0x88)) ||
           (first == 0xC2 && (second == 0xA0 || second == 0xAD)) ||
           (first == 0xE3 && second == 0x80 && byte_at(line, i + 2) == 0x80);
  }

  std::string buffer_;
  std::vector<std::size_t> offsets_;
  std::string_view text_;
  bool changed_ = false;
};

struct Ranked {
  std::size_t rank;  // The row.
  PersonalFinding finding;
};

RE2::Options own_options() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

// Those that don't overlap: the longest stays, then the one of the first row, then the first.
std::vector<PersonalFinding> settle(std::vector<Ranked> all) {
  std::ranges::sort(all, [](const Ranked& a, const Ranked& b) {
    if (a.finding.length != b.finding.length) return a.finding.length > b.finding.length;
    return a.rank != b.rank ? a.rank < b.rank : a.finding.offset < b.finding.offset;
  });
  std::map<std::size_t, PersonalFinding> taken;  // By where they begin.
  for (Ranked& next : all) {
    const std::size_t begin = next.finding.offset;
    const auto behind = taken.lower_bound(begin);
    if (behind != taken.end() && behind->first < begin + next.finding.length) continue;
    if (behind != taken.begin()) {
      const PersonalFinding& before = std::prev(behind)->second;
      if (before.offset + before.length > begin) continue;
    }
    taken.emplace(begin, std::move(next.finding));
  }
  std::vector<PersonalFinding> out;
  for (auto& [begin, finding] : taken) out.push_back(std::move(finding));
  return out;
}

}  // namespace

struct PersonalFinder::Patterns {
  struct One {
    std::string name;
    RE2 expression;
    One(const OwnPattern& pattern) : name(pattern.name), expression(pattern.match, own_options()) {}
  };
  std::vector<std::unique_ptr<One>> list;

  void find(std::string_view line, std::size_t at, std::vector<Ranked>& out) const {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const re2::StringPiece text(line.data(), line.size());
      std::array<re2::StringPiece, 2> groups;
      const int count = list[i]->expression.NumberOfCapturingGroups() > 0 ? 2 : 1;
      for (std::size_t from = 0; from <= line.size();) {
        if (!list[i]->expression.Match(text, from, line.size(), RE2::UNANCHORED, groups.data(), count)) break;
        const re2::StringPiece& whole = groups[0];
        const re2::StringPiece& found = count == 2 && groups[1].data() != nullptr ? groups[1] : whole;
        const auto begin = static_cast<std::size_t>(found.data() - line.data());
        if (!found.empty()) {
          const std::string_view value = line.substr(begin, found.size());
          out.push_back({kRows.size() + i, {list[i]->name, at + begin, found.size(), std::string(value)}});
        }
        const auto end = static_cast<std::size_t>(whole.data() - line.data()) + whole.size();
        from = whole.empty() ? end + 1 : end;
      }
    }
  }
};

std::span<const PersonalName> personal_names() { return kNames; }

std::string pattern_fault(const std::string& expression) {
  const RE2 pattern(expression, own_options());
  if (!pattern.ok()) return pattern.error();
  return RE2::FullMatch("", pattern) ? "it fits a text in which nothing stands" : std::string();
}

PersonalFinder::PersonalFinder(const std::vector<std::string>& off, const std::vector<OwnPattern>& patterns,
                               const std::vector<std::string>& keep) {
  for (const Row& row : kRows) on_.push_back(std::ranges::find(off, row.name.name) == off.end());
  for (const std::string& text : keep) {
    for (PersonalFinding& finding : find(text)) keep_.insert(std::move(finding.value));
  }
  if (patterns.empty()) return;
  patterns_ = std::make_unique<Patterns>();
  for (const OwnPattern& pattern : patterns) {
    if (const std::string fault = pattern_fault(pattern.match); !fault.empty())
      throw Error(Exit::kUsage, fmt::format("'{}' is no regular expression: {}", pattern.match, fault),
                  "mend it as RE2 writes them");
    patterns_->list.push_back(std::make_unique<Patterns::One>(pattern));
  }
}

PersonalFinder::~PersonalFinder() = default;
PersonalFinder::PersonalFinder(PersonalFinder&&) noexcept = default;
PersonalFinder& PersonalFinder::operator=(PersonalFinder&&) noexcept = default;

bool PersonalFinder::looks_for(std::string_view kind) const {
  const auto row = std::ranges::find(kNames, kind, &PersonalName::name);
  return row != kNames.end() && on_[static_cast<std::size_t>(row - kNames.begin())];
}

std::vector<PersonalFinding> PersonalFinder::find(std::string_view text, std::string_view beside) const {
  std::vector<PersonalFinding> out;
  std::string said(beside);
  std::ranges::transform(said, said.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::ranges::replace(said, '_', ' ');
  Plain plain;
  Hits hits;
  std::vector<Ranked> found;
  const auto look_at = [&](std::size_t begin, std::size_t end, bool known_kinds) {
    const std::string_view raw = text.substr(begin, end - begin);
    found.clear();
    if (known_kinds) {
      plain.read(raw);
      const Line line{plain.text(), said};
      const auto digits = static_cast<std::size_t>(std::ranges::count_if(line.plain, personal::is_digit));
      for (std::size_t row = 0; row < kRows.size(); ++row) {
        if (!on_[row] || digits < kRows[row].digits) continue;
        if (kRows[row].sign != 0 && line.plain.find(kRows[row].sign) == std::string_view::npos) continue;
        hits.clear();
        kRows[row].find(line, hits);
        for (personal::Hit& hit : hits) {
          const std::size_t first = plain.offset(hit.begin);
          found.push_back({row, {kRows[row].name.name, begin + first, plain.offset(hit.end) - first, std::move(hit.value)}});
        }
      }
    }
    if (patterns_) patterns_->find(raw, begin, found);
    if (found.empty()) return;
    std::vector<PersonalFinding> settled = settle(std::move(found));
    std::erase_if(settled, [&](const PersonalFinding& finding) { return keep_.contains(finding.value); });
    std::ranges::move(settled, std::back_inserter(out));
  };
  if (patterns_) {
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      look_at(begin, end, true);
      begin = end + 1;
    }
    return out;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kSigns[static_cast<unsigned char>(text[i])] == 0 || !may_begin(text, i)) continue;
    const std::size_t line = i == 0 ? std::string_view::npos : text.rfind('\n', i - 1);
    const std::size_t begin = line == std::string_view::npos ? 0 : line + 1;
    const std::size_t end = std::min(text.find('\n', i), text.size());
    look_at(begin, end, true);
    i = end;
  }
  return out;
}

std::string masked(std::string_view value) {
  const std::u32string characters = utf8::code_points(value);
  const std::size_t count = characters.size();
  // Of an address of mail the first letter and the domain.
  const std::size_t at = characters.find(U'@');
  std::size_t head = count < 11 ? count / 4 : 3;
  std::size_t tail = count < 11 ? count / 4 : 4;
  if (at != std::u32string::npos) head = 1, tail = count - at;
  std::string out;
  for (std::size_t i = 0; i < head; ++i) utf8::append(out, characters[i]);
  out += count < 8 && at == std::u32string::npos ? "***" : "****";
  for (std::size_t i = count - tail; i < count; ++i) utf8::append(out, characters[i]);
  return out;
}

}  // namespace ckm::text
