#include "text/diff.hh"

#include <algorithm>
#include <cstddef>

#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::text {
namespace {

using Tokens = std::vector<std::string_view>;
using Kind = DiffPart::Kind;

// Differences beyond which the rest of two texts is taken for another one.
constexpr std::ptrdiff_t kMostEdits = 1'000;

bool is_blank(char32_t code) { return code == ' ' || code == '\t' || code == '\n' || code == '\r' || code == 0x3000; }

Tokens split_words(std::string_view text) {
  Tokens tokens;
  const char* const end = text.data() + text.size();
  enum class Run : std::uint8_t { kNone, kWord, kBlank } run = Run::kNone;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded next = utf8::decode(text.data() + at, end);
    const CharClass of = char_class(next.code);
    const bool blank = is_blank(next.code);
    const bool goes_on = !tokens.empty() && (of == CharClass::kMark || (run == Run::kWord && of == CharClass::kWord) ||
                                             (run == Run::kBlank && blank));
    if (goes_on) tokens.back() = std::string_view(tokens.back().data(), tokens.back().size() + next.length);
    else tokens.push_back(text.substr(at, next.length));
    if (of != CharClass::kMark) run = blank ? Run::kBlank : of == CharClass::kWord ? Run::kWord : Run::kNone;
    at += next.length;
  }
  return tokens;
}

class Differ {
 public:
  Differ(const Tokens& before, const Tokens& after) : before_(before), after_(after) {}

  std::vector<DiffPart> run() {
    std::size_t front = 0;
    const std::size_t most = std::min(before_.size(), after_.size());
    while (front < most && before_[front] == after_[front]) ++front;
    std::size_t back = 0;
    while (back < most - front && before_[before_.size() - 1 - back] == after_[after_.size() - 1 - back]) ++back;
    for (std::size_t i = 0; i < front; ++i) add(Kind::kSame, after_[i]);
    middle(front, before_.size() - back, after_.size() - back);
    for (std::size_t i = after_.size() - back; i < after_.size(); ++i) add(Kind::kSame, after_[i]);
    flush();
    flush_same();
    return std::move(parts_);
  }

 private:
  // Parts of one kind that stand side by side in their text are one; what is added waits for what is removed.
  void add(Kind kind, std::string_view token) {
    if (kind == Kind::kSame) flush();
    std::string_view& waiting = kind == Kind::kSame ? same_ : kind == Kind::kRemoved ? removed_ : added_;
    if (kind != Kind::kSame && !same_.empty()) flush_same();
    waiting = waiting.empty() ? token : std::string_view(waiting.data(), waiting.size() + token.size());
  }
  void flush_same() {
    if (!same_.empty()) parts_.push_back({Kind::kSame, same_});
    same_ = {};
  }
  void flush() {
    if (removed_.empty() && added_.empty()) return;
    if (!removed_.empty()) parts_.push_back({Kind::kRemoved, removed_});
    if (!added_.empty()) parts_.push_back({Kind::kAdded, added_});
    removed_ = added_ = {};
  }

  // From `front` in both to the ends, where both begin and end with other tokens.
  void middle(std::size_t front, std::size_t before_end, std::size_t after_end) {
    const auto n = static_cast<std::ptrdiff_t>(before_end - front);
    const auto m = static_cast<std::ptrdiff_t>(after_end - front);
    const std::ptrdiff_t most = std::min(n + m, kMostEdits);
    const auto same = [&](std::ptrdiff_t x, std::ptrdiff_t y) {
      return before_[front + static_cast<std::size_t>(x)] == after_[front + static_cast<std::size_t>(y)];
    };
    // reach[k]: how far in `before` a path with so many edits comes on diagonal k; kNowhere where none stays within both. A copy
    // is kept for each count of edits, to walk back.
    std::vector<Reach> trace;
    for (std::ptrdiff_t edits = 0; edits <= most; ++edits) {
      Reach next(edits);
      for (std::ptrdiff_t k = -edits; k <= edits; k += 2) {
        std::ptrdiff_t x = edits == 0 ? 0 : step(trace.back(), k, n, m).x;
        while (x != kNowhere && x < n && x - k < m && same(x, x - k)) ++x;
        next.at(k) = x;
        if (x >= n && x - k >= m) return walk_back(trace, edits, n, m, front);
      }
      trace.push_back(std::move(next));
    }
    for (std::size_t i = front; i < before_end; ++i) add(Kind::kRemoved, before_[i]);
    for (std::size_t i = front; i < after_end; ++i) add(Kind::kAdded, after_[i]);
  }

  static constexpr std::ptrdiff_t kNowhere = -1;

  // Of the diagonals from -edits to edits.
  class Reach {
   public:
    explicit Reach(std::ptrdiff_t edits) : edits_(edits), x_(static_cast<std::size_t>(2 * edits + 1), kNowhere) {}
    std::ptrdiff_t& at(std::ptrdiff_t k) { return x_[static_cast<std::size_t>(k + edits_)]; }
    [[nodiscard]] std::ptrdiff_t get(std::ptrdiff_t k) const {
      return k < -edits_ || k > edits_ ? kNowhere : x_[static_cast<std::size_t>(k + edits_)];
    }

   private:
    std::ptrdiff_t edits_;
    std::vector<std::ptrdiff_t> x_;
  };

  // One edit on from what was reached, to diagonal k: down, which adds a token, or right, which removes one.
  struct Step {
    std::ptrdiff_t x = kNowhere;
    bool down = false;
  };
  static Step step(const Reach& before, std::ptrdiff_t k, std::ptrdiff_t n, std::ptrdiff_t m) {
    Step step;
    const std::ptrdiff_t right = before.get(k - 1);
    if (right != kNowhere && right < n) step.x = right + 1;
    const std::ptrdiff_t down = before.get(k + 1);
    if (down != kNowhere && down - k <= m && down >= step.x) step = {down, true};
    return step;
  }

  void walk_back(const std::vector<Reach>& trace, std::ptrdiff_t edits, std::ptrdiff_t n, std::ptrdiff_t m, std::size_t front) {
    std::vector<DiffPart> steps;  // From the end.
    std::ptrdiff_t x = n;
    std::ptrdiff_t y = m;
    const auto take_same = [&](std::ptrdiff_t until) {
      while (x > until) --x, --y, steps.push_back({Kind::kSame, after_[front + static_cast<std::size_t>(y)]});
    };
    for (; edits > 0; --edits) {
      const Step last = step(trace[static_cast<std::size_t>(edits - 1)], x - y, n, m);
      take_same(last.x);
      if (last.down) --y, steps.push_back({Kind::kAdded, after_[front + static_cast<std::size_t>(y)]});
      else --x, steps.push_back({Kind::kRemoved, before_[front + static_cast<std::size_t>(x)]});
    }
    take_same(0);
    for (auto at = steps.rbegin(); at != steps.rend(); ++at) add(at->kind, at->text);
  }

  const Tokens& before_;
  const Tokens& after_;
  std::vector<DiffPart> parts_;
  std::string_view same_, removed_, added_;
};

std::vector<DiffPart> diff(const Tokens& before, const Tokens& after) { return Differ(before, after).run(); }

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::vector<DiffPart> diff_words(std::string_view before, std::string_view after) {
  return diff(split_words(before), split_words(after));
}

std::vector<DiffPart> diff_lines(std::string_view before, std::string_view after) {
  return diff(split_lines(before), split_lines(after));
}

}  // namespace ckm::text
