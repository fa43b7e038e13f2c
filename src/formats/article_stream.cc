#include "formats/article_stream.hh"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/error.hh"
#include "formats/article_fields.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMost = std::size_t{16} << 20;
constexpr std::size_t kBuffer = 64 * 1024;

}  // namespace

bool ArticleStream::fill() {
  const std::size_t at = buffer_.size();
  buffer_.resize(at + kBuffer);
  const std::size_t n = in_.read(std::span(buffer_).subspan(at));
  buffer_.resize(at + n);
  ended_ = n == 0;
  return n > 0;
}

bool ArticleStream::next(std::string& text) {
  if (buffer_.empty() && !ended_) fill();
  if (buffer_.empty()) return false;
  constexpr std::size_t kAhead = article_fields::kUid.size() + article_fields::kFence.size() + 3;  // That tells a border.
  std::size_t end = 0;
  for (std::size_t from = 0; end == 0;) {
    const std::size_t at = buffer_.find("\n+++", from);
    if (at == std::string::npos || (at + kAhead > buffer_.size() && !ended_)) {
      from = at == std::string::npos ? buffer_.size() - std::min<std::size_t>(buffer_.size(), 3) : at;
      if (ended_ || !fill()) {
        if (at == std::string::npos) end = buffer_.size();
      } else if (buffer_.size() > kMost + 2 * kBuffer && from > kMost) {
        throw Error(Exit::kInput, fmt::format("{}: a text over {} MiB from line {} on", name_, kMost >> 20, next_line_),
                    "cut it in pieces");
      }
      continue;
    }
    const std::size_t line_end = std::min(buffer_.find('\n', at + 1), buffer_.size());
    const std::string_view rest(buffer_);
    if (article_fields::is_border(rest.substr(at + 1, line_end - at - 1), rest.substr(std::min(line_end + 1, rest.size()))))
      end = at + 1;
    else if (from = at + 1; ended_ && buffer_.find("\n+++", from) == std::string::npos) end = buffer_.size();
  }
  line_ = next_line_;
  text.assign(buffer_, 0, end);
  next_line_ += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
  buffer_.erase(0, end);
  return true;
}

}  // namespace ckm::formats
