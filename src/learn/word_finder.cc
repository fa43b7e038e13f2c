#include "learn/word_finder.hh"

#include <algorithm>
#include <cstring>

#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::learn {
namespace {

using text::CharClass;

char32_t first_character(std::string_view text) { return utf8::decode(text.data(), text.data() + text.size()).code; }

std::string_view without_last(std::string_view text, char32_t& last) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  last = first_character(text.substr(at));
  return text.substr(0, at);
}

// Whether the text ends with a letter or digit; marks belong to the character before them.
bool letter_ends(std::string_view text) {
  while (!text.empty()) {
    char32_t last = 0;
    text = without_last(text, last);
    const CharClass what = text::char_class(last);
    if (what != CharClass::kMark) return what == CharClass::kWord;
  }
  return false;
}

// Whether it begins with one, or with a mark, which makes the character before it another one.
bool letter_begins(std::string_view text) {
  if (text.empty()) return false;
  const CharClass what = text::char_class(first_character(text));
  return what == CharClass::kWord || what == CharClass::kMark;
}

}  // namespace

WordFinder::WordFinder(const std::vector<std::string>& words) : words_(words.size()) {
  std::vector<std::pair<std::string, Entry>> all;
  for (const std::string& word : words) {
    std::string folded = text::fold(word);
    const bool open = folded.size() > 1 && folded.back() == '*';
    if (open) folded.pop_back();
    const Entry entry{0, static_cast<std::uint32_t>(all.size()), static_cast<std::uint32_t>(folded.size()),
                      text::char_class(first_character(folded)) == CharClass::kWord, !open && letter_ends(folded)};
    all.emplace_back(std::move(folded), entry);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> sorted;
  for (auto& [folded, entry] : all) {
    sorted.push_back(std::move(folded));
    entries_.push_back(entry);
  }
  build(sorted);
}

void WordFinder::build(const std::vector<std::string>& sorted) {
  // The words that begin with a node's prefix, and its parent.
  struct Range {
    std::size_t begin, end, depth;
    std::uint32_t parent;
  };
  std::vector<Range> ranges = {{0, sorted.size(), 0, 0}};
  nodes_.emplace_back();
  bytes_.push_back('\0');
  for (std::uint32_t number = 0; number < nodes_.size(); ++number) {
    const Range range = ranges[number];
    if (number != 0) {
      Node& node = nodes_[number];
      node.suffix = range.parent == 0 ? 0 : step(nodes_[range.parent].suffix, bytes_[number]);
      const Node& suffix = nodes_[node.suffix];
      node.shorter = suffix.entries > 0 ? node.suffix : suffix.shorter;
    }
    std::size_t at = range.begin;
    nodes_[number].first_entry = static_cast<std::uint32_t>(at);
    for (; at < range.end && sorted[at].size() == range.depth; ++at) entries_[at].node = number;
    nodes_[number].entries = static_cast<std::uint32_t>(at - range.begin);
    nodes_[number].first_child = static_cast<std::uint32_t>(nodes_.size());
    while (at < range.end) {
      const char byte = sorted[at][range.depth];
      std::size_t end = at;
      while (end < range.end && sorted[end][range.depth] == byte) ++end;
      ranges.push_back({at, end, range.depth + 1, number});
      nodes_.emplace_back();
      bytes_.push_back(byte);
      if (number == 0) first_[static_cast<unsigned char>(byte)] = static_cast<std::uint32_t>(nodes_.size() - 1);
      at = end;
    }
    nodes_[number].children = static_cast<std::uint32_t>(nodes_.size()) - nodes_[number].first_child;
  }
}

std::uint32_t WordFinder::child(std::uint32_t node, char byte) const {
  if (node == 0) return first_[static_cast<unsigned char>(byte)];
  const Node& n = nodes_[node];
  const char* const first = bytes_.data() + n.first_child;
  const void* const found = n.children == 0 ? nullptr : std::memchr(first, byte, n.children);
  return found == nullptr ? 0 : n.first_child + static_cast<std::uint32_t>(static_cast<const char*>(found) - first);
}

std::uint32_t WordFinder::step(std::uint32_t node, char byte) const {
  for (;;) {
    const std::uint32_t next = child(node, byte);
    if (next != 0 || node == 0) return next;
    node = nodes_[node].suffix;
  }
}

std::vector<std::size_t> WordFinder::in(std::string_view folded) const {
  std::vector<bool> found(words_);
  std::vector<std::size_t> numbers;
  std::uint32_t node = 0;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    node = step(node, folded[at]);
    for (std::uint32_t end = nodes_[node].entries > 0 ? node : nodes_[node].shorter; end != 0; end = nodes_[end].shorter) {
      for (std::uint32_t i = nodes_[end].first_entry; i < nodes_[end].first_entry + nodes_[end].entries; ++i) {
        const Entry& entry = entries_[i];
        if (found[entry.number]) continue;
        if (entry.begins_word && letter_ends(folded.substr(0, at + 1 - entry.bytes))) continue;
        if (entry.ends_word && letter_begins(folded.substr(at + 1))) continue;
        found[entry.number] = true;
        numbers.push_back(entry.number);
      }
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace ckm::learn
