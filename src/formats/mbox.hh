// Where the messages of an mbox lie (RFC 4155, and the dialects mboxo, mboxrd, mboxcl and mboxcl2).
//
// A message begins with a line such as "From ann@example.org Thu Mar  5 14:07:09 2026": "From ", a time of day and a year, at the
// beginning or below an empty line, or anywhere where a header follows. A Content-Length is believed where it leads to such a
// line or to the end. The text before the first such line is a message too, without that line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/stored.hh"

namespace ckm::formats {

// Whether a line, without its end, begins a message.
bool is_from_line(std::string_view line);

class MboxScanner {
 public:
  // `in` must outlive it.
  explicit MboxScanner(const Stored& in) : in_(in) {}

  // Goes on to the next message; false at the end. Linear, in 2 MiB. Throws Interrupted at a signal.
  bool next();

  // Where the message lies, with its From_ line, and without it. Without the empty line behind it.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t begin() const { return begin_; }
  [[nodiscard]] std::uint64_t end() const { return end_; }
  // The line that it begins on, from 1.
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] const std::string& from_line() const { return from_line_; }
  // Its header, at most 256 KiB of it. Valid until the next call.
  [[nodiscard]] const std::string& header() const { return header_; }

 private:
  std::string_view look(std::uint64_t offset, std::size_t bytes);
  std::string_view rest_from(std::uint64_t offset);
  std::string_view line_at(std::uint64_t offset);
  bool is_border(std::uint64_t offset);
  std::optional<std::uint64_t> end_by_length();
  std::uint64_t find_end(std::uint64_t from);
  void count_lines(std::uint64_t begin, std::uint64_t end);

  const Stored& in_;
  std::string buffer_;
  std::uint64_t buffer_begin_ = 0;
  std::uint64_t next_ = 0;  // Where the next message begins.
  std::uint64_t offset_ = 0;
  std::uint64_t begin_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t next_line_ = 1;
  std::string from_line_;
  std::string header_;
};

}  // namespace ckm::formats
