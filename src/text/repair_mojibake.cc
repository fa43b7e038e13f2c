// The rules of repair.hh that undo a wrong decoding.
#include <algorithm>

#include "base/utf8.hh"
#include "text/mojibake.hh"
#include "text/repair_rules.hh"

namespace ckm::text {
namespace {

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

}  // namespace

void find_mojibake(std::string_view text, const RepairOptions&, Found& found) {
  const auto undone = undo_mojibake(text);
  if (!undone) return;
  const std::string_view right = undone->text;
  std::size_t right_at = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = border(text, at);
    const std::size_t right_end = border(right, right_at);
    std::string_view before = text.substr(at, end - at);
    std::string_view after = right.substr(right_at, right_end - right_at);
    const std::size_t front = same_front(before, after);
    before.remove_prefix(front);
    after.remove_prefix(front);
    const std::size_t back = same_back(before, after);
    before.remove_suffix(back);
    after.remove_suffix(back);
    if (!before.empty()) found.changes.push_back({at + front, at + front + before.size(), std::string(after), undone->rule});
    at = end + 1;
    right_at = right_end + 1;
  }
}

}  // namespace ckm::text
