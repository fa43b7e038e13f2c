#include "formats/gzip_source.hh"

#include <fmt/format.h>

#include <limits>
#include <new>
#include <utility>

#include "base/error.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kBuffer = std::size_t{128} << 10U;
constexpr std::string_view kMark = "\x1F\x8B";
constexpr int kGzip = 16 + MAX_WBITS;  // With a header and a checksum.

}  // namespace

bool is_gzip(std::string_view head) { return head.starts_with(kMark); }

GzipSource::GzipSource(ByteSource& in, std::string name)
    : in_(in), name_(std::move(name)), buffer_(std::make_unique<char[]>(kBuffer)) {
  if (inflateInit2(&stream_, kGzip) != Z_OK) throw std::bad_alloc();
}

GzipSource::~GzipSource() { inflateEnd(&stream_); }

void GzipSource::fail(std::string_view why) const {
  throw Error(Exit::kInput, fmt::format("{} is damaged or cut off: {}", name_, why), "get the file again and repeat the command");
}

bool GzipSource::fill() {
  if (stream_.avail_in > 0) return true;
  const std::size_t n = in_.read({buffer_.get(), kBuffer});
  taken_ += n;
  stream_.next_in = reinterpret_cast<Bytef*>(buffer_.get());
  stream_.avail_in = static_cast<uInt>(n);
  return n > 0;
}

// Whether a part follows the one that has ended.
bool GzipSource::next_part() {
  while (fill() && *stream_.next_in == 0) {
    ++stream_.next_in;
    --stream_.avail_in;
  }
  if (stream_.avail_in == 0 || *stream_.next_in != static_cast<unsigned char>(kMark.front())) return false;
  inflateReset(&stream_);
  return true;
}

std::size_t GzipSource::read(std::span<char> into) {
  const std::size_t size = std::min<std::size_t>(into.size(), std::numeric_limits<uInt>::max());
  stream_.next_out = reinterpret_cast<Bytef*>(into.data());
  stream_.avail_out = static_cast<uInt>(size);
  while (stream_.avail_out == size) {
    if (status_ == Z_STREAM_END && !next_part()) return 0;
    if (status_ != Z_OK && status_ != Z_STREAM_END) fail(stream_.msg == nullptr ? "not gzip" : stream_.msg);
    if (!fill()) fail("the end is missing");
    status_ = inflate(&stream_, Z_NO_FLUSH);
    if (status_ == Z_BUF_ERROR) status_ = Z_OK;  // It wants more.
  }
  return size - stream_.avail_out;
}

}  // namespace ckm::formats
