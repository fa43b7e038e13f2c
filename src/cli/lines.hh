// Lines of a file of texts with tabs between them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

// What is to be said of lines of files, each told at once on standard error as FILE:LINE: what, unless --quiet; the first twenty
// bad ones and as many notes, so that a file of another form doesn't fill the screen. The context must outlive it.
class BadLines {
 public:
  explicit BadLines(const Context& context) : context_(context) {}
  // A line that can't be taken. The others are gone on with. `where` is a line of a file, or whatever else names the text.
  void tell(std::string_view where, std::string_view what, std::string_view hint);
  // Of the line that is being taken: it is, but perhaps not as it was meant.
  void note(std::string_view what);
  // Where notes belong to, from here on.
  void at(std::string where) { where_ = std::move(where); }
  [[nodiscard]] const std::string& where() const { return where_; }
  // Says how many lines were left out, if any, with what that led to behind it, and how many of them and how many notes were not
  // told.
  void sum_up(std::string_view effect) const;
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] bool any() const { return count_ > 0; }

 private:
  const Context& context_;
  std::string where_;
  std::int64_t count_ = 0;
  std::int64_t notes_ = 0;
};

// Calls take(where, cells) for each line that is not empty, `where` being FILE:LINE; a carriage return at its end is left out.
// The file is UTF-8, with or without a mark; - is standard input. For a line that isn't UTF-8, that is longer than a megabyte, or
// for which `take` throws Error{kInput}, kUsage or kNotFound, calls bad(where, error). Throws Error for a file that can't be
// read.
struct LineVisitor {
  std::function<void(const std::string& where, const std::vector<std::string_view>& cells)> take;
  std::function<void(const std::string& where, const Error& error)> bad;
};
void for_each_line(const std::string& path, const LineVisitor& visit);
// The same, where a bad line is told to `bad` at once and left out, and notes belong to the line that is being taken.
void for_each_line(const std::string& path, const std::function<void(const std::vector<std::string_view>& cells)>& take,
                   BadLines& bad);

}  // namespace ckm::cli
