#include "formats/mbox.hh"

#include <algorithm>
#include <charconv>

#include "base/interrupt.hh"
#include "formats/mail_header.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;
constexpr std::size_t kLittle = std::size_t{4} << 10;
constexpr std::size_t kUsualHeader = std::size_t{16} << 10;
constexpr std::size_t kMostHeader = std::size_t{256} << 10;
constexpr std::size_t kLongestFromLine = 512;
constexpr std::string_view kFrom = "From ";

bool digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_from_line(std::string_view line) {
  if (!line.starts_with(kFrom) || line.size() > kLongestFromLine) return false;
  bool time = false;
  bool year = false;
  for (std::size_t at = kFrom.size(); at + 3 < line.size(); ++at) {
    time |= digit(line[at]) && line[at + 1] == ':' && digit(line[at + 2]) && digit(line[at + 3]);
    year |= line[at] == ' ' && (line.substr(at + 1, 2) == "19" || line.substr(at + 1, 2) == "20") && at + 4 < line.size() &&
            digit(line[at + 3]) && digit(line[at + 4]) && (at + 5 == line.size() || !digit(line[at + 5]));
  }
  return time && year;
}

// Bytes from an offset on, fewer at the end. Valid until the next call.
std::string_view MboxScanner::look(std::uint64_t offset, std::size_t bytes) {
  const std::uint64_t wanted = std::min<std::uint64_t>(offset + bytes, in_.size());
  if (offset < buffer_begin_ || wanted > buffer_begin_ + buffer_.size()) {
    stop_if_interrupted();
    buffer_.resize(std::max(bytes, kBuffer));
    buffer_.resize(in_.read_at(offset, buffer_));
    buffer_begin_ = offset;
  }
  if (offset >= buffer_begin_ + buffer_.size()) return {};
  return std::string_view(buffer_).substr(offset - buffer_begin_, bytes);
}

// What the buffer holds from there on; another buffer where that is little.
std::string_view MboxScanner::rest_from(std::uint64_t offset) {
  const std::uint64_t end = buffer_begin_ + buffer_.size();
  const bool enough = offset >= buffer_begin_ && (end >= offset + kLittle || (end == in_.size() && offset < end));
  return look(offset, enough ? end - offset : kBuffer);
}

std::string_view MboxScanner::line_at(std::uint64_t offset) {
  std::string_view line = look(offset, kLongestFromLine + 1);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Whether a message begins at a line that begins with "From ".
bool MboxScanner::is_border(std::uint64_t offset) {
  const std::string_view line = line_at(offset);
  if (!is_from_line(line)) return false;
  if (offset < 2) return true;
  const std::uint64_t before = offset - std::min<std::uint64_t>(offset, 3);
  const std::uint64_t behind = offset + line.size() + 1;
  const std::string_view end = look(before, offset - before);
  if (end.ends_with("\n\n") || end.ends_with("\n\r\n")) return true;
  const std::string_view next = look(behind, 2).starts_with('\n') ? line_at(behind + 1) : line_at(behind);
  return is_header_line(next) || next.starts_with(">From ");
}

// The beginning of the next message behind `from`, or the end of all.
std::uint64_t MboxScanner::find_end(std::uint64_t from) {
  // The line before a border is looked at too.
  for (std::uint64_t at = from > 0 ? from - 1 : 0; at < in_.size();) {
    const std::string_view view = rest_from(at);
    const std::size_t found = view.find("\nFrom ");
    if (found == std::string_view::npos) {
      if (at + view.size() >= in_.size()) break;
      at += view.size() - std::min(view.size() - 1, kFrom.size());
      continue;
    }
    if (is_border(at + found + 1)) return at + found + 1;
    at += found + 1;
  }
  return in_.size();
}

// The end that a Content-Length tells, where a message or nothing follows there.
std::optional<std::uint64_t> MboxScanner::end_by_length() {
  const MailHeader header(header_);
  const std::string_view said = header.field("content-length");
  std::uint64_t length = 0;
  const auto [rest, error] = std::from_chars(said.data(), said.data() + said.size(), length);
  if (said.empty() || error != std::errc() || rest != said.data() + said.size() || length > in_.size()) return std::nullopt;
  const std::uint64_t body = begin_ + header_.size();
  const std::uint64_t behind = body + (look(body, 2).starts_with("\r\n") ? 2 : 1) + length;
  std::uint64_t at = behind;
  while (at < in_.size() && at < behind + 4 && look(at, 1).find_first_of("\r\n") == 0) ++at;
  if (at != in_.size() && (at > in_.size() || !is_from_line(line_at(at)))) return std::nullopt;
  return at;
}

void MboxScanner::count_lines(std::uint64_t begin, std::uint64_t end) {
  while (begin < end) {
    const std::string_view view = rest_from(begin).substr(0, end - begin);
    if (view.empty()) return;
    next_line_ += static_cast<std::uint64_t>(std::ranges::count(view, '\n'));
    begin += view.size();
  }
}

bool MboxScanner::next() {
  // Empty lines, and a byte-order mark, before a message.
  for (;;) {
    const std::string_view view = look(next_, 3);
    if (view.empty()) return false;
    if (view.front() == '\n' || view.front() == '\r') {
      next_line_ += view.front() == '\n' ? 1 : 0;
      ++next_;
    } else if (next_ == 0 && view == "\xEF\xBB\xBF") {
      next_ += 3;
    } else {
      break;
    }
  }
  offset_ = begin_ = next_;
  line_ = next_line_;
  from_line_.clear();
  if (const std::string_view line = line_at(offset_); is_from_line(line)) {
    from_line_ = line;
    begin_ += line.size();
    const std::string_view end = look(begin_, 2);
    begin_ += end.starts_with("\r\n") ? 2 : end.starts_with('\n') ? 1 : 0;
  }
  // A header ends at the next message too.
  header_ = header_block(look(begin_, kUsualHeader));
  if (header_.size() >= kUsualHeader) header_ = header_block(look(begin_, kMostHeader));
  const auto said = end_by_length();
  next_ = said ? *said : find_end(begin_);
  header_ = header_.substr(0, std::min<std::uint64_t>(header_.size(), next_ - begin_));
  count_lines(offset_, next_);
  end_ = std::max(next_, begin_);
  // The empty line between two messages is no part of either.
  const std::string_view tail = look(end_ - std::min<std::uint64_t>(end_ - begin_, 4), std::min<std::uint64_t>(end_ - begin_, 4));
  if (tail.ends_with("\r\n\r\n")) end_ -= 2;
  else if (tail.ends_with("\n\n")) end_ -= 1;
  return true;
}

}  // namespace ckm::formats
