// The rules of repair.hh that undo a wrong decoding.
#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/utf8.hh"
#include "text/mojibake.hh"
#include "text/repair_rules.hh"
#include "text/windows_1252.hh"

namespace ckm::text {
namespace {

constexpr std::string_view kMisreadRule = "mojibake";

// Where the next character below "0" stands, or the end. None of the encodings has such a byte within a character, so that these
// characters are the same before and after, in the same order.
std::size_t border(std::string_view text, std::size_t from) {
  const auto* const found =
      std::find_if(text.data() + from, text.data() + text.size(), [](char c) { return c >= 0 && c < 0x30; });
  return static_cast<std::size_t>(found - text.data());
}

// How many bytes of whole characters two texts begin with in common.
std::size_t same_front(std::string_view one, std::string_view other) {
  std::size_t at = 0;
  while (at < one.size()) {
    const std::size_t length = utf8::decode(one.data() + at, one.data() + one.size()).length;
    if (one.substr(at, length) != other.substr(at, length)) break;
    at += length;
  }
  return at;
}

std::size_t same_back(std::string_view one, std::string_view other) {
  const auto is_trail = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; };
  std::size_t size = 0;
  std::size_t whole = 0;  // Of which these bytes are whole characters.
  while (size < one.size() && size < other.size() && one[one.size() - size - 1] == other[other.size() - size - 1]) {
    ++size;
    if (!is_trail(one[one.size() - size])) whole = size;
  }
  return whole;
}

void add_change(std::string_view before, std::string_view after, std::size_t at, std::string_view rule, Found& found) {
  const std::size_t front = same_front(before, after);
  before.remove_prefix(front);
  after.remove_prefix(front);
  const std::size_t back = same_back(before, after);
  before.remove_suffix(back);
  after.remove_suffix(back);
  if (!before.empty()) found.changes.push_back({at + front, at + front + before.size(), std::string(after), rule});
}

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The next run of characters that windows-1252 may have made, from `at` on: between ASCII below "0" and East Asian characters.
std::string_view next_word(std::string_view text, std::size_t at) {
  const auto within = [](char c) { return c >= 0x30 || (is_high(c) && static_cast<unsigned char>(c) < 0xE3); };
  while (at < text.size() && !within(text[at])) at += utf8::decode(text.data() + at, text.data() + text.size()).length;
  std::size_t end = at;
  while (end < text.size() && within(text[end])) ++end;
  return text.substr(at, end - at);
}

// In a text of which only some came that way, each word for itself. One that stands there as it should be, too, is what the text
// is about: "JosÃ© instead of José". None is put right where no word is sure.
void find_in_words(std::string_view text, Found& found) {
  constexpr std::size_t kLeast = 4;  // Bytes that are not ASCII in one that was read wrongly.
  std::vector<std::pair<std::string_view, Undone>> undone;
  std::unordered_set<std::string_view> others;
  for (std::string_view word = next_word(text, 0); !word.empty();
       word = next_word(text, static_cast<std::size_t>(word.data() + word.size() - text.data()))) {
    const auto high = static_cast<std::size_t>(std::ranges::count_if(word, is_high));
    std::optional<Undone> right;
    if (high >= kLeast && word.find('\xC3') != std::string_view::npos) right = undo_misread_utf8(word);
    if (right) undone.emplace_back(word, *std::move(right));
    else if (high > 0) others.insert(word);
  }
  if (std::ranges::none_of(undone, [](const auto& each) { return each.second.sure; })) return;
  for (const auto& [word, right] : undone) {
    const auto at = static_cast<std::size_t>(word.data() - text.data());
    if (!others.contains(right.text)) add_change(word, right.text, at, right.rule, found);
    else found.findings.push_back({at, std::string(word), right.rule});
  }
}

// Whether windows-1252 or Latin-1 reads a byte from 80 up so.
bool of_high_byte(char32_t code) {
  return (code >= 0x80 && code < 0x100) ||
         (code > 0x100 && code < 0x10000 && std::ranges::find(kWindows1252, static_cast<char16_t>(code)) != kWindows1252.end());
}

// Tells the rows of such characters that are clearly East Asian text, in a text that was not undone as a whole.
void tell_runs(std::string_view text, Found& found) {
  constexpr std::size_t kLeast = 6;  // Characters: three pairs.
  const char* const end = text.data() + text.size();
  auto change = found.changes.begin();
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = static_cast<std::size_t>(
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_high) - text.begin());
    std::size_t count = 0;
    std::size_t even = begin;  // Where the last whole pair ends.
    at = begin;
    while (at < text.size() && is_high(text[at])) {
      const utf8::Decoded c = utf8::decode(text.data() + at, end);
      if (!c.valid || !of_high_byte(c.code)) break;
      at += c.length;
      if (++count % 2 == 0) even = at;
    }
    if (count == 0) at += at < text.size() ? utf8::decode(text.data() + at, end).length : 0;
    while (change != found.changes.end() && change->end <= begin) ++change;
    const bool undone = change != found.changes.end() && change->begin < at;
    const std::string_view run = text.substr(begin, even - begin);
    if (count >= kLeast && !undone && looks_misread(run)) found.findings.push_back({begin, std::string(run), kMisreadRule});
  }
  std::ranges::stable_sort(found.findings, {}, &Finding::offset);
}

std::string changed(std::string_view text, const std::vector<Change>& changes) {
  std::string out;
  std::size_t at = 0;
  for (const Change& change : changes) {
    out.append(text, at, change.begin - at).append(change.after);
    at = change.end;
  }
  return out.append(text.substr(at));
}

}  // namespace

void find_mojibake(std::string_view text, const RepairOptions&, Found& found) {
  const auto undone = undo_mojibake(text);
  // Letters that are right beside a word that is wrong may make pairs of bytes, too, and Chinese a word of UTF-8: the more
  // plausible of both counts, and the words where that doesn't tell.
  if (!undone || undone->rule != kUtf8As1252) {
    Found words;
    find_in_words(text, words);
    const bool any = !words.changes.empty() || !words.findings.empty();
    if (!undone || (any && more_plausible(undone->text, changed(text, words.changes)) >= 0)) {
      found = std::move(words);
      tell_runs(text, found);
      return;
    }
  }
  const std::string_view right = undone->text;
  std::size_t right_at = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = border(text, at);
    const std::size_t right_end = border(right, right_at);
    add_change(text.substr(at, end - at), right.substr(right_at, right_end - right_at), at, undone->rule, found);
    at = end + 1;
    right_at = right_end + 1;
  }
}

}  // namespace ckm::text
