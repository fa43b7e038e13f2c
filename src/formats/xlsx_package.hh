// The parts of a workbook: a zip with names for parts (ECMA-376 part 2).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "formats/unpack_limits.hh"

namespace ckm::formats {

class XlsxPackage {
 public:
  // `file` must outlive the package and all that it opens; one part is read at a time.
  XlsxPackage(FileSource& file, std::string name, const UnpackLimits& limits);

  // A part by its name without a slash before it, whatever its case; null where there is none. Throws Error{kInput} for a file
  // that is damaged or encrypted.
  [[nodiscard]] std::unique_ptr<ByteSource> open(std::string_view part) const;
  // The same, but throws Error{kInput} where there is none.
  [[nodiscard]] std::unique_ptr<ByteSource> need(std::string_view part) const;

  // What a part refers to.
  struct Relation {
    std::string id;
    std::string type;  // Behind the last slash: worksheet, sharedStrings, …
    std::string part;
  };
  // Of a part; of the package for an empty name. Empty where there are none.
  [[nodiscard]] std::vector<Relation> relations(std::string_view part) const;
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  FileSource& file_;
  std::string name_;
  UnpackLimits limits_;
};

}  // namespace ckm::formats
