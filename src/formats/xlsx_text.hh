// Texts as cells of a workbook hold them.
#pragma once

#include <string>
#include <string_view>

namespace ckm::formats {

struct XlsxCell {
  std::string text;
  bool cut = false;  // It was longer than a cell can be: 32,767 units of UTF-16. It ends in an ellipsis then.
};
// What reads like an escape of Excel's, such as _x0041_, is escaped itself, so that it is read back as it was (ECMA-376 part 1,
// 22.4.2.4). Without NUL, U+FFFE and U+FFFF, which XML has no place for.
XlsxCell xlsx_cell(std::string_view text);
// The text that a cell stands for: Excel writes what XML has no place for, and each carriage return, as such an escape. One that
// is no character stays as it stands.
std::string xlsx_text(std::string_view cell);

}  // namespace ckm::formats
