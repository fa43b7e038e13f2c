#include "learn/topic_texts.hh"

#include <algorithm>
#include <limits>
#include <tuple>

#include "base/bytes.hh"
#include "base/hash.hh"
#include "base/utf8.hh"

namespace ckm::learn {
namespace {

constexpr std::uint32_t kFewestWithLine = 20;
constexpr std::uint32_t kShareWithLine = 100;  // One text of so many.
constexpr std::string_view kBlanks = " \t\r";

struct Line {
  std::string_view text;  // Without blanks at its ends.
  std::uint64_t hash = 0;
};

std::uint64_t hash_of(std::string_view line) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : line) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash ^ hash >> 32U;
}

std::string_view title_of(std::string_view text) { return text.substr(0, text.find('\n')); }

// Those that are not empty.
std::vector<Line> body_lines(std::string_view text) {
  std::vector<Line> lines;
  text.remove_prefix(std::min(text.size(), title_of(text).size() + 1));
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
    line = line.substr(0, line.find_last_not_of(kBlanks) + 1);
    if (!line.empty()) lines.push_back({line, hash_of(line)});
  }
  return lines;
}

bool is_before(const TopicText& a, const TopicText& b) { return std::tie(a.draw, a.key) < std::tie(b.draw, b.key); }

}  // namespace

void CommonLines::add(std::string_view text) {
  ++texts_;
  std::vector<Line> lines = body_lines(text);
  std::ranges::sort(lines, {}, &Line::hash);
  const auto repeats = std::ranges::unique(lines, {}, &Line::hash);
  lines.erase(repeats.begin(), repeats.end());
  for (const Line& line : lines) ++counts_[line.hash];
}

void CommonLines::finish() {
  const std::uint32_t least = std::max(kFewestWithLine, texts_ / kShareWithLine);
  for (const auto& [hash, count] : counts_) {
    if (count >= least) common_.emplace(hash, count);
  }
  counts_ = {};
}

std::string CommonLines::without(std::string_view text) const {
  std::string out(title_of(text));
  const std::vector<Line> lines = body_lines(text);
  const auto count = [&](const Line& line) {
    const auto found = common_.find(line.hash);
    return found == common_.end() ? 0U : found->second;
  };
  std::uint32_t rarest = std::numeric_limits<std::uint32_t>::max();
  for (const Line& line : lines) rarest = std::min(rarest, count(line));
  for (const Line& line : lines) {
    if (const std::uint32_t times = count(line); times > 0 && times > rarest) continue;
    out += '\n';
    out += line.text;
  }
  return out;
}

void TopicTexts::add(std::string_view key, std::int64_t id, std::string_view text) {
  ++given_;
  text = utf8::head(text, kMostOfText);
  BytesOut all;
  all.put(seed_, 8);
  all.put_text(key);
  all.put_text(text);
  const ContentHash digest = content_hash(all.take());
  texts_.push_back({std::string(key), id, std::string(text), BytesIn(bytes_of(digest)).get(8)});
  bytes_ += text.size();
  if (texts_.size() > most_ + most_ / 4 || bytes_ > most_bytes_ + most_bytes_ / 4) thin();
}

// What is drawn out now would be with more texts too: what is kept are the first in the order of the draw.
void TopicTexts::thin() {
  std::ranges::sort(texts_, is_before);
  std::size_t kept = 0;
  bytes_ = 0;
  while (kept < texts_.size() && kept < most_ && bytes_ + texts_[kept].text.size() <= most_bytes_)
    bytes_ += texts_[kept++].text.size();
  texts_.resize(kept);
}

std::vector<TopicText> TopicTexts::draw() {
  thin();
  return std::move(texts_);
}

std::vector<TopicText> TopicTexts::take() {
  std::vector<TopicText> drawn = draw();
  for (const TopicText& text : drawn) common_.add(text.text);
  common_.finish();
  for (TopicText& text : drawn) text.text = common_.without(text.text);
  return drawn;
}

}  // namespace ckm::learn
