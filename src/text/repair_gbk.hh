// The two bytes that a character has in GBK, for undoing what was done to them. For src/text alone.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ckm::text {

// As ICU's GB18030 has it, the user-defined areas (AAA1-AFFE, F8A1-FEFE, A140-A7A0) as private-use characters.
class Gbk {
 public:
  static constexpr unsigned kFirst = 0x81;  // Of a lead byte;
  static constexpr unsigned kFirstTrail = 0x40;
  static constexpr unsigned kLast = 0xFE;

  // Made when first asked for, in about a millisecond, and kept. Throws Error{kBug} where ICU has no GB18030.
  static const Gbk& table();

  // 0 where the bytes are no character.
  [[nodiscard]] char32_t character(unsigned lead, unsigned trail) const;
  // Lead byte times 256 and trail byte; 0 where it has none. ASCII has none.
  [[nodiscard]] unsigned bytes(char32_t code) const;

 private:
  Gbk();
  std::vector<char16_t> characters_;
  std::unordered_map<char32_t, std::uint16_t> bytes_;
};

// Whether a Han character is one of the 3,755 of GB 2312's first level, which its authors chose as the common ones, or a
// Traditional or variant form of one.
bool common_han(char32_t code);

}  // namespace ckm::text
