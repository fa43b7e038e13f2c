// The encodings that ckm knows by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text {

struct Encoding {
  std::string name;       // IANA's, else ICU's own.
  std::string converter;  // What to open at ICU. A superset where the name is used for more than it says: GB18030 for GB2312
                          // and GBK, Big5-HKSCS for Big5, windows-949 for EUC-KR.
};

// From any name or alias that ICU has, whatever its case, blanks and hyphens; nothing for another one.
std::optional<Encoding> find_encoding(std::string_view name);

// The names that an encoding may be given by, for a hint.
std::vector<std::string> encoding_names();

}  // namespace ckm::text
