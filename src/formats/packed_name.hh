// Names inside archives as UTF-8. Zips that say nothing of it hold names in whatever their maker's system used: GBK of Chinese
// Windows, Shift_JIS, code pages of DOS.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/encoding.hh"

namespace ckm::formats {

class NameDecoder {
 public:
  // Adds a name to what the encoding is told by; false once that is enough. Before the first decode().
  bool look_at(std::string_view raw);
  // On one line, with / between folders. What is not UTF-8 is read as the names looked at say, or by itself where none was; as
  // GB18030 where they don't say it clearly.
  std::string decode(std::string_view raw);

 private:
  std::string foreign_;  // Names that are not UTF-8, one a line.
  std::optional<text::Encoding> encoding_;
};

}  // namespace ckm::formats
