#include "formats/window.hh"

#include <algorithm>
#include <cstring>

#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm::formats {
namespace {
constexpr std::size_t kFirst = 256 * 1024;
}

bool Window::grow() {
  if (at_end_) return false;
  const std::size_t kept = size();
  if (kept * 2 > capacity_ || capacity_ == 0) {
    const std::size_t larger = std::max(kFirst, capacity_ * 2);
    auto buffer = std::make_unique_for_overwrite<char[]>(larger);
    if (kept > 0) std::memcpy(buffer.get(), begin(), kept);
    buffer_ = std::move(buffer);
    capacity_ = larger;
  } else if (kept > 0) {
    std::memmove(buffer_.get(), begin(), kept);
  }
  begin_ = 0;
  end_ = kept;
  if (failed_) std::rethrow_exception(failed_);
  while (end_ < capacity_) {
    std::size_t n = 0;
    try {
      n = in_.read({buffer_.get() + end_, capacity_ - end_});
    } catch (const Interrupted&) {  // The next call throws it again: the records that are whole come first.
      if (end_ == kept) throw;
      break;
    } catch (const Error&) {  // As above.
      if (end_ == kept) throw;
      failed_ = std::current_exception();
      break;
    }
    if (n == 0) {
      at_end_ = true;
      break;
    }
    end_ += n;
  }
  return end_ > kept;
}

}  // namespace ckm::formats
