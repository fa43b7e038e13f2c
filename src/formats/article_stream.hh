// Texts of articles that stand one behind the other (article_text.hh), cut apart as they are read.
#pragma once

#include <cstdint>
#include <string>

#include "base/byte_source.hh"

namespace ckm::formats {

class ArticleStream {
 public:
  // `in` must outlive it; `name` is what errors call it.
  ArticleStream(ByteSource& in, std::string name) : in_(in), name_(std::move(name)) {}
  // The next text; false at the end. Throws Error{kInput} for one over 16 MiB.
  bool next(std::string& text);
  // The line that it begins at, from 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  // Whether there was more to read.
  bool fill();
  ByteSource& in_;
  std::string name_;
  std::string buffer_;
  bool ended_ = false;
  std::uint64_t line_ = 1;
  std::uint64_t next_line_ = 1;
};

}  // namespace ckm::formats
