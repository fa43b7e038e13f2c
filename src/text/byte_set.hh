// A set of bytes to look for in a text: several times as fast as find_first_of. For src/text alone.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace ckm::text {

class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes) has_[static_cast<unsigned char>(c)] = true;
  }
  // Where the first one stands, from `from` on; npos where there is none.
  [[nodiscard]] constexpr std::size_t find(std::string_view text, std::size_t from) const {
    for (std::size_t at = from; at < text.size(); ++at) {
      if (has_[static_cast<unsigned char>(text[at])]) return at;
    }
    return std::string_view::npos;
  }

 private:
  std::array<bool, 256> has_{};
};

}  // namespace ckm::text
