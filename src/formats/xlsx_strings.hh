// The shared strings of a workbook, to which cells refer by number: one after another in memory, past a limit in a file without
// a name. Of rich text the runs are joined; phonetic hints are left out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "base/temp_file.hh"

namespace ckm::formats {

class SharedStrings {
 public:
  static constexpr std::size_t kMemory = std::size_t{64} << 20U;
  // The limit is for tests.
  explicit SharedStrings(std::size_t memory = kMemory) : memory_(memory) {}

  // Reads the part that holds them. `name`: what errors call it.
  void read(std::unique_ptr<ByteSource> part, const std::string& name);
  void add(std::string_view text);
  // Appends one, from 0; false where there is no such. About a microsecond where they are in a file.
  bool append(std::uint64_t index, std::string& into);
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  struct Block {
    std::uint64_t number = ~std::uint64_t{0};
    std::string bytes;
  };
  void keep(std::string_view bytes);
  // The bytes that lie together from an offset on, at least one.
  std::string_view bytes_at(std::uint64_t offset);
  std::uint64_t length_at(std::uint64_t& offset);

  std::size_t memory_;
  std::uint64_t size_ = 0;
  std::vector<std::uint64_t> starts_;  // Of every eighth.
  std::string bytes_;                  // Each with its length before it; once there is a file, what is not yet written.
  std::uint64_t kept_ = 0;
  std::optional<TempFile> file_;
  std::vector<Block> blocks_;  // Of the file.
};

}  // namespace ckm::formats
