#include "formats/json_recovery.hh"

#include <algorithm>
#include <utility>

namespace ckm::formats {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kChunk = std::size_t{64} << 10U;
// How far the end of a bad record is looked for before something that looks like the next one is.
constexpr std::size_t kNear = std::size_t{1} << 20U;
constexpr std::size_t kLookedMost = std::size_t{64} << 20U;
// So many texts in a row with something else behind them than a sign of JSON: what is taken for text is what lies between texts.
constexpr unsigned kMostOdd = 16;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Follows brackets and texts, byte by byte.
class Brackets {
 public:
  enum class Step : std::uint8_t { kMore, kEnd, kOdd };
  // `strict`: anything odd is, a control character in a text too.
  explicit Brackets(bool strict) : strict_(strict) {}

  Step step(char c) {
    if (in_text_) {
      if (strict_ && static_cast<unsigned char>(c) < ' ') return Step::kOdd;
      if (!escaped_ && c == '"') {
        in_text_ = false;
        behind_text_ = true;
      }
      escaped_ = !escaped_ && c == '\\';
      return Step::kMore;
    }
    if (is_blank(c)) return Step::kMore;
    if (behind_text_) {
      behind_text_ = false;
      odd_ = c == ',' || c == ':' || c == '}' || c == ']' ? 0 : odd_ + 1;
      if (odd_ > (strict_ ? 0 : kMostOdd)) return Step::kOdd;
    }
    const char before = std::exchange(before_, c);
    if (c == '"') in_text_ = true;
    if (c == '{' || c == '[') {
      if (strict_ && !open_.empty() && before != ':' && (open_.back() == '{' || (before != '[' && before != ',')))
        return Step::kOdd;
      open_.push_back(c);
    }
    if (c != '}' && c != ']') return Step::kMore;
    if (open_.empty()) return Step::kEnd;
    if (open_.back() != (c == '}' ? '{' : '[')) return Step::kOdd;
    open_.pop_back();
    return open_.empty() ? Step::kEnd : Step::kMore;
  }
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  [[nodiscard]] bool in_text() const { return in_text_; }

 private:
  bool strict_;
  bool in_text_ = false;
  bool escaped_ = false;
  bool behind_text_ = false;
  unsigned odd_ = 0;
  char before_ = ' ';
  std::string open_;
};

// The name that an object begins with, as it is written.
std::string_view first_name(std::string_view object) {
  const std::size_t open = object.find_first_not_of(" \t\r\n", 1);
  if (open == kNone || object[open] != '"') return {};
  return object.substr(open + 1, object.find('"', open + 1) - open - 1);
}

json::Position behind(json::Position at, std::string_view text) {
  at.offset += text.size();
  const std::size_t last = text.rfind('\n');
  at.line += static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  at.column = last == kNone ? at.column + text.size() : text.size() - last;
  return at;
}

}  // namespace

std::size_t UnreadSource::read(std::span<char> into) {
  constexpr std::size_t kLittle = 4096;
  if (little_ > 0) into = into.first(std::min(into.size(), kLittle));
  std::size_t n = text_.copy(into.data(), into.size(), at_);
  at_ += n;
  if (n == 0) n = in_.read(into);
  little_ -= std::min(little_, n);
  return n;
}

void UnreadSource::unread(std::string text) {
  little_ = kChunk;
  const std::size_t n = text.size();
  if (n <= at_ && std::string_view(text_).substr(at_ - n, n) == text) {
    at_ -= n;
    return;
  }
  text_ = std::move(text.append(text_, at_));
  at_ = 0;
}

// What was read, and what is read to look further.
class JsonRecovery::Text {
 public:
  Text(std::string read, ByteSource& in, std::size_t most) : text_(std::move(read)), in_(in), most_(most) {}
  [[nodiscard]] const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }
  // Whether there is a byte at a place.
  bool has(std::size_t at) {
    while (at >= text_.size()) {
      if (at >= most_) return false;
      const std::size_t had = text_.size();
      text_.resize(had + kChunk);
      const std::size_t n = in_.read(std::span(text_).subspan(had));
      text_.resize(had + n);
      if (n == 0) return false;
    }
    return true;
  }
  char operator[](std::size_t at) const { return text_[at]; }
  // The first place from there on that holds no blank; kNone where there is none.
  std::size_t solid(std::size_t at) {
    while (has(at) && is_blank(text_[at])) ++at;
    return has(at) ? at : kNone;
  }

 private:
  std::string text_;
  ByteSource& in_;
  std::size_t most_;
};

bool JsonRecovery::looks_like_record(const std::vector<std::string>& names, std::string_view first_of_bad) const {
  if (names.empty()) return false;
  if (names_.empty()) return names.front() == first_of_bad;
  const auto known =
      std::ranges::count_if(names, [&](const std::string& name) { return std::ranges::find(names_, name) != names_.end(); });
  return static_cast<std::size_t>(known) * 2 > std::max(names.size(), names_.size());
}

// The first object behind a comma between two places that looks like a record; kNone where there is none.
std::size_t JsonRecovery::next_record(Text& text, std::size_t begin, std::size_t end) {
  const std::string first(first_name(std::string_view(text.text()).substr(begin)));
  char before = ' ';
  for (std::size_t at = begin + 1; at < end && text.has(at); ++at) {
    const char c = text[at];
    if (is_blank(c)) continue;
    if (c != '{' || before != ',') {
      before = c;
      continue;
    }
    before = c;
    Brackets brackets(true);
    std::vector<std::string> names;
    std::size_t open = at;
    for (std::size_t to = at; text.has(to) && looked_ < kLookedMost; ++to, ++looked_) {
      const bool was_text = brackets.in_text();
      const Brackets::Step step = brackets.step(text[to]);
      if (!was_text && brackets.in_text()) open = to + 1;
      if (was_text && !brackets.in_text() && brackets.depth() == 1) {
        const std::size_t colon = text.solid(to + 1);
        if (colon != kNone && text[colon] == ':') names.push_back(text.text().substr(open, to - open));
      }
      if (step == Brackets::Step::kOdd) break;
      if (step != Brackets::Step::kEnd) continue;
      const std::size_t next = text.solid(to + 1);
      if (next != kNone && (text[next] == ',' || text[next] == ']') && looks_like_record(names, first)) return at;
      break;
    }
  }
  return kNone;
}

JsonRest JsonRecovery::pass_long(std::string& read, json::Position at, ByteSource& in) {
  const std::size_t begin = read.find_first_not_of(" \t\r\n,");
  if (begin == kNone || (read[begin] != '{' && read[begin] != '[')) return {};
  Brackets brackets(false);
  std::string chunk;
  for (std::string_view left = std::string_view(read).substr(begin); !left.empty(); left = chunk) {
    const std::string_view whole = chunk.empty() ? std::string_view(read) : chunk;
    for (const char& c : left) {
      const Brackets::Step step = brackets.step(c);
      if (step == Brackets::Step::kMore) continue;
      if (step == Brackets::Step::kOdd) return {};
      const auto end = static_cast<std::size_t>(&c + 1 - whole.data());
      return {{}, std::string(whole.substr(end)), behind(at, whole.substr(0, end)), true};
    }
    at = behind(at, whole);
    std::string().swap(read);
    chunk.resize(kChunk);
    chunk.resize(in.read(chunk));
  }
  return {};
}

JsonRest JsonRecovery::skip(std::string read, json::Position at, ByteSource& in, std::uint64_t fault, bool in_array) {
  Text text(std::move(read), in, most_ + kChunk);
  std::size_t begin = text.solid(0);
  if (in_array && begin != kNone && text[begin] == ',') begin = text.solid(begin + 1);
  const auto found = [&](std::size_t end) {
    JsonRest out;
    const std::string_view all(text.text());
    out.bad = all.substr(begin, end - begin);
    while (!out.bad.empty() && (is_blank(out.bad.back()) || out.bad.back() == ',')) out.bad.pop_back();
    out.at = behind(at, all.substr(0, end));
    out.rest = all.substr(end);
    out.found = true;
    return out;
  };
  const auto lost = [&] {
    JsonRest out;
    out.bad = begin == kNone ? std::string() : text.text().substr(begin, most_);
    return out;
  };
  if (begin == kNone || looked_ >= kLookedMost) return lost();
  const bool bracket = text[begin] == '{' || text[begin] == '[';
  const bool between = fault < at.offset + begin || (bracket && fault == at.offset + begin);
  if (in_array && (between || text[begin] == ']')) return found(begin);
  Brackets brackets(false);
  std::size_t near = begin + kNear;
  for (std::size_t to = begin;; ++to, ++looked_) {
    const bool ended = !text.has(to);
    if (ended || to == near) {
      if (in_array) {
        const std::size_t next = next_record(text, begin, std::min(to, text.text().size()));
        if (next != kNone) return found(next);
      }
      if (ended) return bracket ? lost() : found(text.text().size());
      near = kNone;
    }
    const char c = text[to];
    // What is neither object nor array ends with what stands behind an element.
    if (!bracket && (c == ',' || c == ']' || c == '}' || ((c == '{' || c == '[') && to > begin)))
      return found(in_array && c != '}' ? to : c == '{' || c == '[' ? to : to + 1);
    const Brackets::Step step = bracket ? brackets.step(c) : Brackets::Step::kMore;
    if (step == Brackets::Step::kMore) continue;
    if (step == Brackets::Step::kEnd) {
      const std::size_t next = text.solid(to + 1);
      const bool goes_on = next == kNone || !in_array || text[next] == ',' || text[next] == ']' || text[next] == '{';
      if (goes_on) return found(to + 1);
    }
    if (!in_array) return step == Brackets::Step::kEnd ? found(to + 1) : lost();
    const std::size_t next = next_record(text, begin, begin + most_);
    if (next == kNone && c == ']' && !brackets.in_text() && brackets.depth() == 1) return found(to);  // The last record.
    return next == kNone ? lost() : found(next);
  }
}

}  // namespace ckm::formats
