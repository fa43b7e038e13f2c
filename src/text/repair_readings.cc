#include "text/repair_readings.hh"

#include <algorithm>
#include <map>
#include <optional>

#include "base/utf8.hh"
#include "text/repair_gbk.hh"
#include "text/repair_rules.hh"
#include "text/repair_splices.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kReadingRule = "reading";
constexpr std::string_view kWideOpen = "（";
constexpr std::string_view kWideClose = "）";
constexpr std::size_t kLongestReading = 24;  // Bytes.

struct Held {
  std::size_t end;  // Behind the closing bracket.
  std::string_view written;
  Syllable syllable;
};

std::size_t opening_size(std::string_view text, std::size_t at) {
  return text[at] == '(' ? 1 : text.substr(at).starts_with(kWideOpen) ? kWideOpen.size() : 0;
}

// The syllable in the brackets that open at `at`.
std::optional<Held> held(std::string_view text, std::size_t at) {
  const std::size_t begin = at + opening_size(text, at);
  const std::string_view rest = text.substr(begin, kLongestReading);
  const std::size_t ascii = rest.find(')');
  const std::size_t wide = rest.find(kWideClose);
  const std::size_t size = std::min(ascii, wide);
  if (size == std::string_view::npos) return std::nullopt;
  const std::string_view written = rest.substr(0, size);
  const auto found = syllable(written);
  if (!found) return std::nullopt;
  return Held{begin + size + (ascii < wide ? 1 : kWideClose.size()), written, *found};
}

std::size_t next_opening(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    at = text.find_first_of("(\xEF", at);
    if (at == std::string_view::npos || opening_size(text, at) > 0) return at;
  }
  return std::string_view::npos;
}

// Marks as readings the brackets behind characters that always have this same one, twice or more: the converter knows readings
// that the table does not.
void learn_readings(Annotated& text) {
  struct Use {
    std::size_t plain = 0;
    std::map<std::string_view, std::size_t> written;
  };
  std::map<char32_t, Use> uses;
  for (const Annotated::Bracket& bracket : text.brackets) {
    if (bracket.open == 0 || bracket.is_reading || !bracket.syllable.toned) continue;
    const char32_t code = text.characters[bracket.open - 1].code;
    if (common_han(code)) ++uses[code].written[bracket.written];
  }
  if (uses.empty()) return;
  for (std::size_t i = 0; i < text.characters.size(); ++i) {
    const auto use = uses.find(text.characters[i].code);
    if (use == uses.end()) continue;
    const Annotated::Bracket* const bracket = text.bracket_at(i + 1);
    if (bracket == nullptr || !use->second.written.contains(bracket->written)) ++use->second.plain;
  }
  for (Annotated::Bracket& bracket : text.brackets) {
    if (bracket.open == 0 || bracket.is_reading) continue;
    const auto use = uses.find(text.characters[bracket.open - 1].code);
    if (use == uses.end() || use->second.plain > 0 || use->second.written.size() > 1) continue;
    if (use->second.written.begin()->second < 2) continue;
    bracket.is_reading = true;
    ++text.reading_count;
  }
}

bool is_han(utf8::Decoded c) { return !readings(c.code).empty(); }

// What no text has but one that a converter spliced: a reading with its tone behind a question mark in place of the bracket,
// beside a Han character. Too few readings tell what it was.
void mark_splices(std::string_view text, Found& found) {
  const char* const end = text.data() + text.size();
  for (std::size_t at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
    const std::string_view rest = text.substr(at + 1, kLongestReading);
    const std::size_t size = rest.find(')');
    if (size == std::string_view::npos) continue;
    const auto read = syllable(rest.substr(0, size));
    if (!read || !read->toned || rest.starts_with(' ')) continue;
    const std::size_t behind = at + 1 + size + 1;
    const bool after = behind < text.size() && is_han(utf8::decode(text.data() + behind, end));
    const bool before = at >= 3 && is_han(utf8::decode(text.data() + at - 3, text.data() + at));
    if (before || after) found.findings.push_back({at, std::string(text.substr(at, behind - at)), kSpliceRule});
  }
}

}  // namespace

std::size_t count_readings(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t at = next_opening(text, 0); at != std::string_view::npos && count < most; at = next_opening(text, at + 1)) {
    if (at < 3) continue;
    const utf8::Decoded before = utf8::decode(text.data() + at - 3, text.data() + at);
    const utf8::Decoded four = at < 4 ? before : utf8::decode(text.data() + at - 4, text.data() + at);
    const char32_t code = before.length == 3 ? before.code : four.length == 4 ? four.code : 0;
    if (readings(code).empty()) continue;
    const auto found = held(text, at);
    count += found && has_reading(code, found->syllable);
  }
  return count;
}

Annotated annotate(std::string_view text) {
  Annotated out;
  const char* const end = text.data() + text.size();
  std::size_t within = 0;  // Where the last bracket ends.
  for (const char* at = text.data(); at < end;) {
    const utf8::Decoded c = utf8::decode(at, end);
    const auto begin = static_cast<std::size_t>(at - text.data());
    out.characters.push_back({c.code, begin, begin + c.length, 0});
    at += c.length;
    if (!out.brackets.empty() && begin + c.length == within) out.brackets.back().end = out.characters.size();
    if (opening_size(text, begin) == 0) continue;
    const auto found = held(text, begin);
    if (!found) continue;
    const std::size_t open = out.characters.size() - 1;
    const bool is_reading = open > 0 && has_reading(out.characters[open - 1].code, found->syllable);
    out.brackets.push_back({open, open, found->syllable, found->written, is_reading});
    out.characters.back().bracket = static_cast<std::uint32_t>(out.brackets.size());
    out.reading_count += is_reading;
    within = found->end;
  }
  learn_readings(out);
  return out;
}

void find_readings(std::string_view text, const RepairOptions& options, Found& found) {
  if (count_readings(text, options.min_readings) < options.min_readings) {
    mark_splices(text, found);
    return;
  }
  const Annotated annotated = annotate(text);
  Found spliced = find_splices(text, annotated);
  found.findings = std::move(spliced.findings);
  auto splice = spliced.changes.begin();
  for (const Annotated::Bracket& bracket : annotated.brackets) {
    if (!bracket.is_reading) continue;
    const std::size_t begin = annotated.characters[bracket.open].begin;
    const std::size_t end = annotated.characters[bracket.end - 1].end;
    while (splice != spliced.changes.end() && splice->begin < end) found.changes.push_back(std::move(*splice++));
    if (found.changes.empty() || found.changes.back().end <= begin) found.changes.push_back({begin, end, {}, kReadingRule});
  }
  while (splice != spliced.changes.end()) found.changes.push_back(std::move(*splice++));
}

}  // namespace ckm::text
