// Numbers as bytes, little-endian whatever the machine: how models lie in the store.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ckm {

class BytesOut {
 public:
  // The lowest so many bytes of a number.
  void put(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out_.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
  }
  void put_float(float value) { put(std::bit_cast<std::uint32_t>(value), 4); }
  void put_double(double value) { put(std::bit_cast<std::uint64_t>(value), 8); }
  // At most 4 GiB.
  void put_text(std::string_view text) {
    put(text.size(), 4);
    out_.append(text);
  }
  void append(std::string_view bytes) { out_.append(bytes); }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads the same again. What lies behind the end reads as 0 and makes the whole damaged; so does what a reader finds to make no
// sense and refuses. The bytes must outlive it.
class BytesIn {
 public:
  explicit BytesIn(std::string_view data) : data_(data) {}
  std::uint64_t get(int bytes) {
    if (!has(static_cast<std::size_t>(bytes))) return 0;
    std::uint64_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8U | static_cast<unsigned char>(data_[at_ + static_cast<std::size_t>(i)]);
    at_ += static_cast<std::size_t>(bytes);
    return value;
  }
  std::uint32_t get32() { return static_cast<std::uint32_t>(get(4)); }
  float get_float() { return std::bit_cast<float>(get32()); }
  double get_double() { return std::bit_cast<double>(get(8)); }
  std::string_view get_text() {
    const std::size_t size = get32();
    if (!has(size)) return {};
    at_ += size;
    return data_.substr(at_ - size, size);
  }
  // A count of things of at least so many bytes each, all of which must lie before the end: never makes a caller reserve more
  // than the bytes can hold.
  std::size_t get_count(std::size_t each) {
    const std::size_t count = get32();
    if (count > (data_.size() - at_) / each) damaged_ = true;
    return damaged_ ? 0 : count;
  }
  void refuse() { damaged_ = true; }
  [[nodiscard]] bool damaged() const { return damaged_; }
  [[nodiscard]] bool ended() const { return at_ == data_.size(); }

 private:
  bool has(std::size_t bytes) {
    if (data_.size() - at_ < bytes) damaged_ = true;
    return !damaged_;
  }

  std::string_view data_;
  std::size_t at_ = 0;
  bool damaged_ = false;
};

}  // namespace ckm
