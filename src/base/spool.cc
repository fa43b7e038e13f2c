#include "base/spool.hh"

#include <algorithm>

#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;

}  // namespace

void Spool::keep(std::string_view bytes) {
  if (kept_ + bytes.size() <= memory_ && !file_) {
    head_ += bytes;
  } else {
    if (!file_) file_.emplace("the input", hint_);
    file_->append(bytes);
  }
  kept_ += bytes.size();
}

std::string_view Spool::look_on() {
  if (kept_ >= most_) return {};
  if (failed_) std::rethrow_exception(failed_);
  chunk_.resize(kChunk);
  std::size_t size = 0;
  while (size < kChunk) {
    std::size_t n = 0;
    try {
      n = in_.read(std::span(chunk_).subspan(size));
    } catch (const Interrupted&) {  // What was looked at is read first.
    } catch (const Error&) {
      failed_ = std::current_exception();
    }
    if (n == 0) break;
    size += n;
  }
  chunk_.resize(size);
  if (size == 0 && failed_) std::rethrow_exception(failed_);
  keep(chunk_);
  return chunk_;
}

std::size_t Spool::read(std::span<char> into) {
  if (at_ == kept_ && failed_) std::rethrow_exception(failed_);
  if (at_ == kept_) return in_.read(into);
  if (at_ < head_.size()) {
    const std::size_t n = head_.copy(into.data(), into.size(), static_cast<std::size_t>(at_));
    at_ += n;
    return n;
  }
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), kept_ - at_));
  const std::size_t n = file_->read_at(at_ - head_.size(), into.first(most));
  if (n == 0) throw Error(Exit::kSystem, "can't read back what was kept of the input", "check the disk that holds TMPDIR");
  at_ += n;
  return n;
}

}  // namespace ckm
