#include "formats/csv.hh"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace ckm::formats {
namespace {

constexpr std::size_t kProperLimit = std::size_t{1} << 20;  // How long a quoted cell with proper_quotes may be.
// Bytes scanned twice because of unclosed quotes: the first of these for any text, so many more for each byte of it, and in all
// no more than the limit.
constexpr std::uint64_t kReadAgainFree = std::uint64_t{16} << 20;
constexpr std::uint64_t kReadAgainTimes = 64;
constexpr std::uint64_t kReadAgainLimit = std::uint64_t{1} << 30;
constexpr std::size_t kMaxCells = 100'000;                   // Of one record: bounds the memory that its views take.
constexpr std::size_t kLongLineKept = std::size_t{1} << 20;  // What a rejection shows of an endless line.

const char* find(const char* at, const char* end, char wanted) {
  return static_cast<const char*>(std::memchr(at, wanted, static_cast<std::size_t>(end - at)));
}

std::uint64_t count(const char* at, const char* end, char wanted) {
  return static_cast<std::uint64_t>(std::count(at, end, wanted));
}

// The first place of either character, or `end`. Eight bytes at a time: a byte of `word ^ pattern` is zero where it
// matches, and the classic subtraction marks the lowest zero byte exactly.
const char* find_either(const char* at, const char* end, char a, char b) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kHighs = 0x8080808080808080ULL;
  if constexpr (std::endian::native == std::endian::little) {
    const std::uint64_t pattern_a = kOnes * static_cast<unsigned char>(a);
    const std::uint64_t pattern_b = kOnes * static_cast<unsigned char>(b);
    for (; end - at >= 8; at += 8) {
      std::uint64_t word;
      std::memcpy(&word, at, 8);
      const std::uint64_t x = word ^ pattern_a;
      const std::uint64_t y = word ^ pattern_b;
      const std::uint64_t hits = (((x - kOnes) & ~x) | ((y - kOnes) & ~y)) & kHighs;
      if (hits != 0) return at + std::countr_zero(hits) / 8;
    }
  }
  while (at < end && *at != a && *at != b) ++at;
  return at;
}

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

// Only the cell that starts at `open` can be literal, and only where both this line and the next have the cells of a row.
CsvScanner::Quote CsvScanner::judge_proper(const char* close) const {
  const char* const begin = window_.begin();
  const char* const end = window_.end();
  const char* const first = find(begin, end, end_of_line_);
  if (first == nullptr || first > close || columns_ < 2) return Quote::kCell;
  if (count(begin, first, dialect_.delimiter) != columns_ - 1) return Quote::kCell;
  const char* second = find(first + 1, end, end_of_line_);
  if (second == nullptr) {
    if (!window_.at_end()) return Quote::kMore;
    second = end;
  }
  return count(first + 1, second, dialect_.delimiter) == columns_ - 1 ? Quote::kLiteral : Quote::kCell;
}

std::size_t CsvScanner::separator(const char* at) const {
  if (plain_) return *at == dialect_.delimiter ? 1 : 0;
  const char* const end = window_.end();
  if (dialect_.blanks) {
    const char* behind = at;
    while (behind < end && (*behind == ' ' || *behind == '\t')) ++behind;
    return behind == end && !window_.at_end() ? kCut : static_cast<std::size_t>(behind - at);
  }
  if (dialect_.separator.empty()) return *at == dialect_.delimiter ? 1 : 0;
  const std::string_view there = between(at, end).substr(0, dialect_.separator.size());
  if (!dialect_.separator.starts_with(there)) return 0;
  if (there.size() == dialect_.separator.size()) return there.size();
  return window_.at_end() ? 0 : kCut;
}

const char* CsvScanner::bare(const char* at) {
  const char* const end = window_.end();
  const std::size_t scratch_start = scratch_.size();
  const char* chunk = at;
  bool own_copy = false;
  for (; at < end && *at != end_of_line_; ++at) {
    if (dialect_.escape != '\0' && *at == dialect_.escape) {
      if (at + 1 == end) {
        if (window_.at_end()) continue;
        return nullptr;
      }
      if (!special(at[1])) continue;
      scratch_.append(chunk, at);
      own_copy = true;
      chunk = ++at;
      if (*at == '\r' && at + 1 == end && !window_.at_end()) return nullptr;
      if (*at == '\r' && at + 1 < end && at[1] == '\n') ++at;
      several_lines_ |= *at == end_of_line_;
      continue;
    }
    const std::size_t length = separator(at);
    if (length == kCut) return nullptr;
    if (length > 0) break;
  }
  if (at == end && !window_.at_end()) return nullptr;
  const char* cell_end = at;
  if (!dialect_.cr_ends && cell_end > chunk && cell_end[-1] == '\r' && (at == end || *at == end_of_line_)) --cell_end;
  if (own_copy) scratch_.append(chunk, cell_end);
  if (cells_.size() <= kMaxCells)
    cells_.push_back(own_copy ? std::string_view(scratch_).substr(scratch_start) : between(chunk, cell_end));
  return cell_end;
}

// Takes the quoted cell at `at` and leaves `at` behind it.
CsvScanner::Quote CsvScanner::quoted(const char*& at) {
  const char* const end = window_.end();
  const bool last = window_.at_end();
  const std::size_t scratch_start = scratch_.size();
  bool own_copy = false;
  const char* chunk = at + 1;
  const char* close = nullptr;
  open_at_ = static_cast<std::size_t>(at - window_.begin());
  for (;;) {
    const char* from = own_copy ? chunk : at + 1;
    if (dialect_.escape == '\0') {
      close = find(from, end, dialect_.quote);
    } else {
      for (close = nullptr; from < end; ++from) {
        if (*from == dialect_.quote) {
          close = from;
          break;
        }
        if (*from != dialect_.escape) continue;
        if (from + 1 == end) break;
        if (!special(from[1])) continue;
        scratch_.append(chunk, from);
        own_copy = true;
        inner_quotes_ |= from[1] == dialect_.quote;
        chunk = ++from;
      }
    }
    if (dialect_.proper_quotes && static_cast<std::size_t>((close == nullptr ? end : close) - at) > kProperLimit) {
      return Quote::kLiteral;
    }
    if (close == nullptr || (close + 1 == end && !last)) {
      if (!last) return Quote::kMore;
      return dialect_.proper_quotes ? Quote::kLiteral : Quote::kOpen;
    }
    if (close + 1 == end || close[1] != dialect_.quote) break;
    scratch_.append(chunk, close + 1);
    own_copy = true;
    inner_quotes_ = true;
    chunk = close + 2;
  }
  const char* behind = close + 1;
  const std::size_t separated = behind == end ? 0 : separator(behind);
  if (separated == kCut) return Quote::kMore;
  bool ends = behind == end || separated > 0 || *behind == end_of_line_;
  if (!ends && *behind == '\r') {
    if (behind + 1 == end && !last) return Quote::kMore;
    ends = behind + 1 == end || behind[1] == '\n';
  }
  const bool lines = find(at, close, end_of_line_) != nullptr;
  if (dialect_.proper_quotes) {
    const Quote verdict = !ends ? Quote::kLiteral : lines ? judge_proper(close) : Quote::kCell;
    if (verdict != Quote::kCell) return verdict;
  }
  several_lines_ |= lines;
  ++quoted_cells_;
  if (!ends) {
    odd_quotes_ = true;
    const char* next = behind;
    if (plain_) {
      next = find_either(behind, end, dialect_.delimiter, end_of_line_);
    } else {
      while (next < end && *next != end_of_line_ && separator(next) == 0) ++next;
      if (next < end && separator(next) == kCut) return Quote::kMore;
    }
    if (next == end && !last) return Quote::kMore;
    if (!dialect_.cr_ends && next[-1] == '\r' && (next == end || *next == '\n')) --next;
    scratch_.append(chunk, close).append(behind, next);
    own_copy = true;
    loose_ |= lines;
    swallows_ |= lines && (close[-1] == dialect_.delimiter || close[-1] == end_of_line_);
    behind = next;
  } else if (own_copy) {
    scratch_.append(chunk, close);
  }
  if (cells_.size() <= kMaxCells)
    cells_.push_back(own_copy ? std::string_view(scratch_).substr(scratch_start) : between(at + 1, close));
  at = behind;
  return Quote::kCell;
}

CsvScanner::Step CsvScanner::scan() {
  const char* const end = window_.end();
  const bool last = window_.at_end();
  cells_.clear();
  scratch_.clear();
  if (scratch_.capacity() < window_.size()) scratch_.reserve(window_.capacity());
  several_lines_ = loose_ = swallows_ = in_quote_ = odd_quotes_ = inner_quotes_ = false;
  quoted_cells_ = 0;
  const char* at = window_.begin();
  while (dialect_.blanks && at < end && (*at == ' ' || *at == '\t')) ++at;
  if (at == end && !last) return Step::kMore;
  for (;;) {
    bool cell_taken = false;
    if (at < end && *at == dialect_.quote && dialect_.quote != '\0') {
      const std::size_t scratch_start = scratch_.size();
      const Quote found = quoted(at);
      in_quote_ = found == Quote::kOpen || found == Quote::kMore;
      if (in_quote_) return found == Quote::kOpen ? Step::kOpen : Step::kMore;
      if (found == Quote::kLiteral) scratch_.resize(scratch_start);
      cell_taken = found == Quote::kCell;
    }
    const char* next = at;
    if (!cell_taken && !plain_) {
      next = bare(at);
      if (next == nullptr) return Step::kMore;
    } else if (!cell_taken) {
      next = find_either(at, end, dialect_.delimiter, end_of_line_);
      if (next == end && !last) return Step::kMore;
      const char* cell_end = next;
      const bool record_ends = next == end || *next == end_of_line_;
      if (record_ends && !dialect_.cr_ends && cell_end > at && cell_end[-1] == '\r') --cell_end;
      if (cells_.size() <= kMaxCells) cells_.push_back(between(at, cell_end));
      if (record_ends) next = cell_end;
    }
    const std::size_t separated = next < end ? separator(next) : 0;
    if (separated == kCut) return Step::kMore;
    if (separated > 0) {
      at = next + separated;
      const bool over = dialect_.blanks && (at == end || *at == end_of_line_ || (*at == '\r' && !dialect_.cr_ends));
      if (!over) continue;
      next = at;
    }
    raw_ = between(window_.begin(), next);
    if (next < end && *next == '\r' && !dialect_.cr_ends) ++next;
    if (next < end) ++next;
    taken_ = static_cast<std::size_t>(next - window_.begin());
    return Step::kDone;
  }
}

// False at the end of the text.
bool CsvScanner::skip_empty_lines() {
  for (;;) {
    if (window_.size() == 0 && !window_.grow()) return false;
    const char first = *window_.begin();
    if (first != '\n' && first != '\r') return true;
    if (first == '\r' && !dialect_.cr_ends) {
      if (window_.size() == 1 && window_.grow()) continue;
      if (window_.size() > 1 && window_.begin()[1] != '\n') return true;
    }
    line_ += first == end_of_line_ ? 1 : 0;
    window_.drop(1);
  }
}

bool CsvScanner::next() {
  window_.drop(taken_);
  dropped_ += taken_;
  taken_ = 0;
  line_ = next_line_;
  problem_.clear();
  while (skip_line_) {
    const char* const found = find(window_.begin(), window_.end(), end_of_line_);
    window_.drop(found == nullptr ? window_.size() : static_cast<std::size_t>(found + 1 - window_.begin()));
    skip_line_ = found == nullptr && window_.grow();
    if (found != nullptr) ++line_;
  }
  if (!skip_empty_lines()) return false;
  for (;;) {
    const Step step = scan();
    if (step == Step::kDone) break;
    if (step == Step::kMore && window_.size() < kMaxRecord) {
      window_.grow();
      continue;
    }
    refuse();
    return true;
  }
  next_line_ = line_ + 1 + (several_lines_ ? count(raw_.data(), raw_.data() + raw_.size(), end_of_line_) : 0);
  if (raw_.find('\0') != std::string_view::npos) problem_ = "NUL byte";
  else if (cells_.size() > kMaxCells) problem_ = fmt::format("more than {} cells", kMaxCells);
  if (!problem_.empty()) cells_.clear();
  return true;
}

// The window holds the start of a record whose end is not to be had.
void CsvScanner::refuse() {
  const char* const begin = window_.begin();
  cells_.clear();
  raw_ = between(begin, window_.end());
  const std::uint64_t lines = count(begin, window_.end(), end_of_line_);
  if (in_quote_) {
    problem_ =
        fmt::format("quote opened on line {} is {}", line_ + count(begin, begin + open_at_, end_of_line_),
                    window_.at_end() ? std::string("never closed") : fmt::format("not closed within {} MiB", kMaxRecord >> 20));
    taken_ = raw_.size();
    if (split()) return;
  } else {
    problem_ = fmt::format("a record over {} MiB", kMaxRecord >> 20);
  }
  taken_ = raw_.size();
  next_line_ = line_ + lines;
  skip_line_ = !window_.at_end();
  if (skip_line_) raw_ = raw_.substr(0, kLongLineKept);
}

bool CsvScanner::split() {
  const std::size_t length = raw_.find(end_of_line_);
  const std::uint64_t limit = std::min(kReadAgainLimit, kReadAgainFree + kReadAgainTimes * (dropped_ + raw_.size()));
  if (length == std::string_view::npos || read_again_ > limit) return false;
  read_again_ += raw_.size();
  taken_ = length + 1;
  next_line_ = line_ + 1;
  raw_ = raw_.substr(0, length);
  if (!dialect_.cr_ends && raw_.ends_with('\r')) raw_.remove_suffix(1);
  return true;
}

void append_csv_cell(std::string& out, std::string_view cell, char delimiter) {
  if (find_either(cell.data(), cell.data() + cell.size(), delimiter, '"') == cell.data() + cell.size() &&
      find_either(cell.data(), cell.data() + cell.size(), '\n', '\r') == cell.data() + cell.size()) {
    out += cell;
    return;
  }
  out.push_back('"');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace ckm::formats
