#include "formats/packed.hh"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <new>
#include <utility>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"

namespace ckm::formats {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kBuffer = std::size_t{256} << 10U;
constexpr std::size_t kTarMark = 257;  // Where "ustar" stands, in POSIX and GNU tars.

// libarchive takes names to and from the charset of the locale, which is ASCII in a program that sets none.
class Utf8Locale {
 public:
  Utf8Locale() : before_(::uselocale(locale())) {}
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() { ::uselocale(before_); }

 private:
  static locale_t locale() {
    static const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return utf8;  // Where there is none nothing changes.
  }
  locale_t before_;
};

[[noreturn]] void refuse_encrypted(std::string_view name) {
  throw Error(Exit::kInput, fmt::format("{} is encrypted", name), "unpack it with its password, and import what is in it");
}

}  // namespace

bool is_zip(std::string_view head) { return head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv); }

bool is_packed(std::string_view head) {
  constexpr std::array kMarks = {"\xFD\x37zXZ\0"sv, "\x28\xB5\x2F\xFD"sv};
  if (is_zip(head) || is_gzip(head) || std::ranges::any_of(kMarks, [&](std::string_view mark) { return head.starts_with(mark); }))
    return true;
  // bzip2: a level and the digits of pi, or of its root where there is no data.
  if (head.starts_with("BZh") && head.size() > 10 && head[3] >= '1' && head[3] <= '9') {
    return head.substr(4).starts_with("1AY&SY") || head.substr(4).starts_with("\x17\x72\x45\x38\x50\x90"sv);
  }
  return head.size() > kTarMark && head.substr(kTarMark).starts_with("ustar");
}

struct PackedReader::Callbacks {
  static la_ssize_t read(archive* handle, void* data, const void** into) {
    auto& self = *static_cast<PackedReader*>(data);
    try {
      stop_if_interrupted();
      const std::span buffer(self.buffer_.get(), kBuffer);
      const std::size_t n = self.gzip_              ? self.gzip_->read(buffer)
                            : self.file_ != nullptr ? self.file_->read_at(self.offset_, buffer)
                                                    : self.in_.read(buffer);
      self.offset_ += n;
      self.taken_ += n;
      *into = buffer.data();
      return static_cast<la_ssize_t>(n);
    } catch (...) {
      self.thrown_ = std::current_exception();
      self.api_.set_error(handle, EIO, "the source failed");
      return ARCHIVE_FATAL;
    }
  }

  static la_int64_t seek(archive*, void* data, la_int64_t by, int whence) {
    auto& self = *static_cast<PackedReader*>(data);
    const auto from = static_cast<la_int64_t>(whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self.offset_ : self.file_->size());
    if (from + by < 0) return ARCHIVE_FATAL;
    self.offset_ = static_cast<std::uint64_t>(from + by);
    return from + by;
  }

  static la_int64_t skip(archive*, void* data, la_int64_t by) {
    auto& self = *static_cast<PackedReader*>(data);
    const auto left = static_cast<la_int64_t>(self.file_->size() - std::min(self.offset_, self.file_->size()));
    by = std::min(by, left);
    self.offset_ += static_cast<std::uint64_t>(by);
    return by;
  }
};

PackedReader::PackedReader(ByteSource& in, std::string_view head, std::string name, const UnpackLimits& limits)
    : in_(in),
      file_(in.file()),
      name_(std::move(name)),
      limits_(limits),
      api_(libarchive()),
      buffer_(std::make_unique<char[]>(kBuffer)),
      zip_(is_zip(head)) {
  if (is_gzip(head)) gzip_.emplace(in, name_);
}

PackedReader::~PackedReader() = default;

PackedReader::Handle PackedReader::open() {
  Handle handle(api_.read_new());
  if (handle == nullptr) throw std::bad_alloc();
  archive* const opened = handle.get();
  if (zip_) {
    api_.read_support_format_zip(opened);
  } else {
    for (const auto support : {api_.read_support_filter_bzip2, api_.read_support_filter_xz, api_.read_support_filter_zstd,
                               api_.read_support_format_tar, api_.read_support_format_raw, api_.read_support_format_empty}) {
      support(opened);
    }
  }
  api_.read_set_read_callback(opened, Callbacks::read);
  if (file_ != nullptr && !gzip_) {
    api_.read_set_seek_callback(opened, Callbacks::seek);
    api_.read_set_skip_callback(opened, Callbacks::skip);
  }
  api_.read_set_callback_data(opened, this);
  offset_ = 0;
  if (const int status = api_.read_open1(opened); status < ARCHIVE_WARN) fail(opened, status);
  return handle;
}

// Zips of old have their names in the encoding of whoever made them, and many names tell it better than one.
void PackedReader::look_at_names() {
  const Handle handle = open();
  archive_entry* entry = nullptr;
  while (api_.read_next_header(handle.get(), &entry) >= ARCHIVE_WARN && entry != nullptr) {
    if (const char* const raw = api_.entry_pathname(entry); raw == nullptr || !names_.look_at(raw)) break;
  }
  if (thrown_) std::rethrow_exception(thrown_);
}

bool PackedReader::passed_over(archive_entry* entry) const {
  if (api_.entry_filetype(entry) != S_IFREG || api_.entry_hardlink(entry) != nullptr || path_.ends_with('/')) return true;
  const std::string_view file = std::string_view(path_).substr(path_.rfind('/') + 1);
  return path_.starts_with("__MACOSX/") || path_.find("/__MACOSX/") != std::string::npos || file.starts_with("._") ||
         file == ".DS_Store" || file == "Thumbs.db" || file == "desktop.ini";
}

bool PackedReader::is_tar() const { return (api_.format(handle_.get()) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR; }

int PackedReader::next_header(archive_entry*& entry) {
  if (is_tar()) {
    api_.read_data_skip(handle_.get());  // What is wrong with that the next call says too.
    member_end_ = api_.filter_bytes(handle_.get(), 0);
  }
  return api_.read_next_header(handle_.get(), &entry);
}

// What was cut off between two members looks whole to libarchive. A tar ends with a block of zeros, a zip with a list of what is
// in it: its last record and a comment of at most 64 KiB.
void PackedReader::check_end() {
  bool whole = true;
  if (zip_ && file_ != nullptr) {
    constexpr std::uint64_t kLongestEnd = 65'557;
    std::string tail(std::min(kLongestEnd, file_->size()), '\0');
    tail.resize(file_->read_at(file_->size() - tail.size(), tail));
    whole = tail.find("PK\x05\x06"sv) != std::string::npos;
  } else if (is_tar()) {
    whole = api_.filter_bytes(handle_.get(), 0) > member_end_;
  }
  if (whole) return;
  broken_ = true;
  throw Error(Exit::kInput, fmt::format("{} is cut off: its end is missing, and maybe files before it", name_),
              "get the file again and repeat the command");
}

bool PackedReader::next() {
  const Utf8Locale locale;
  if (broken_) return false;
  if (handle_ == nullptr) {
    if (zip_ && file_ != nullptr) look_at_names();
    handle_ = open();
  }
  for (;;) {
    block_ = {};
    failed_ = nullptr;
    archive_entry* entry = nullptr;
    const int status = next_header(entry);
    if (status == ARCHIVE_RETRY) continue;
    if (status == ARCHIVE_EOF) {
      // To libarchive an input that fails at once is an empty one.
      if (thrown_ || api_.error_string(handle_.get()) != nullptr) fail(handle_.get(), ARCHIVE_FATAL);
      check_end();
      return false;
    }
    if (status < ARCHIVE_WARN) fail(handle_.get(), status);
    path_.clear();
    if (api_.format(handle_.get()) == ARCHIVE_FORMAT_RAW) return true;
    if (const char* const raw = api_.entry_pathname(entry)) path_ = names_.decode(raw);
    if (passed_over(entry)) continue;
    encrypted_ = api_.entry_is_data_encrypted(entry) == 1;
    if (encrypted_ && !readable_) {
      broken_ = true;
      refuse_encrypted(name_);
    }
    readable_ = true;
    return true;
  }
}

void PackedReader::count(std::size_t bytes) {
  unpacked_ += bytes;
  const auto packed = static_cast<double>(file_ != nullptr ? file_->size() : gzip_ ? gzip_->taken() : taken_);
  const bool large = unpacked_ > limits_.most_bytes;
  if (!large && (unpacked_ <= UnpackLimits::kFree || static_cast<double>(unpacked_) <= packed * limits_.most_ratio)) return;
  broken_ = true;
  throw Error(Exit::kInput,
              large ? fmt::format("{} unpacks to more than {} MB", name_, limits_.most_bytes >> 20U)
                    : fmt::format("{} unpacks to more than {} times its size", name_, limits_.most_ratio),
              fmt::format("where you trust it, raise {} in ckm.toml", large ? "import.unpack_size" : "import.unpack_ratio"));
}

std::size_t PackedReader::read(std::span<char> into) {
  const Utf8Locale locale;
  if (encrypted_) refuse_encrypted(fmt::format("{}:{}", name_, path_));
  if (failed_) std::rethrow_exception(failed_);
  while (block_.empty()) {
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int status = api_.read_data_block(handle_.get(), &data, &size, &offset);
    if (status == ARCHIVE_RETRY) continue;
    if (status == ARCHIVE_EOF) return 0;
    if (status != ARCHIVE_OK) fail(handle_.get(), status);
    block_ = {static_cast<const char*>(data), size};
    count(size);
  }
  const std::size_t n = block_.copy(into.data(), into.size());
  block_.remove_prefix(n);
  return n;
}

void PackedReader::fail(archive* handle, int status) {
  broken_ |= status == ARCHIVE_FATAL || thrown_ != nullptr;
  block_ = {};
  failed_ = std::exchange(thrown_, nullptr);
  const char* const why = api_.error_string(handle);
  if (!failed_)
    failed_ = std::make_exception_ptr(
        Error(Exit::kInput,
              fmt::format("{}{}{} is damaged, cut off or packed in an unknown way: {}", name_, path_.empty() ? "" : ":", path_,
                          why == nullptr ? "no reason given" : utf8::one_line(why)),
              "get the file again and repeat the command"));
  std::rethrow_exception(failed_);
}

}  // namespace ckm::formats
