// A pipe that can be looked at before it is read.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/byte_source.hh"
#include "base/temp_file.hh"

namespace ckm {

// Keeps what is looked at: the first 4 MiB in memory, what follows in a file without a name in TMPDIR, or /tmp, up to 1 GiB in
// all unless the caller says otherwise. Reading gives what was kept and then the rest of the source, which is never kept.
class Spool final : public ByteSource {
 public:
  static constexpr std::uint64_t kMemory = std::uint64_t{4} << 20U;
  static constexpr std::uint64_t kMost = std::uint64_t{1} << 30U;

  // For `most`: as much as there is.
  static constexpr std::uint64_t kAll = UINT64_MAX;

  // `in` must outlive the spool. `hint`: how to do without, where there is no room for the file. Other limits are for tests.
  explicit Spool(ByteSource& in, std::uint64_t memory = kMemory, std::uint64_t most = kMost,
                 std::string hint = "name its encoding (--encoding), or import from a file")
      : in_(in), memory_(memory), most_(most), hint_(std::move(hint)) {}

  // The next bytes of the source, nothing at its end, after a signal or once `most` are kept. Valid until the next call. Not
  // after read(). Throws Error{kSystem} where there is no room for the file, after which nothing is to be read; and what the
  // source throws, once all before it was given, as read() does too.
  std::string_view look_on();
  std::size_t read(std::span<char> into) override;

 private:
  void keep(std::string_view bytes);
  ByteSource& in_;
  std::uint64_t memory_;
  std::uint64_t most_;
  std::string hint_;
  std::string head_;              // What is kept in memory.
  std::string chunk_;             // What was looked at last.
  std::optional<TempFile> file_;  // What follows it.
  std::exception_ptr failed_;     // What the source threw.
  std::uint64_t kept_ = 0;        // Bytes in both.
  std::uint64_t at_ = 0;          // Of them read.
};

}  // namespace ckm
