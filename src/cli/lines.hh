// Lines of a file of texts with tabs between them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hh"

namespace ckm::cli {

// What is wrong with lines of files, each told at once on standard error as FILE:LINE: what; what to do. The others are gone on
// with. The context must outlive it.
class BadLines {
 public:
  explicit BadLines(const Context& context) : context_(context) {}
  // `where` is a line of a file, or whatever else names the text.
  void tell(std::string_view where, std::string_view what, std::string_view hint);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] bool any() const { return count_ > 0; }

 private:
  const Context& context_;
  std::int64_t count_ = 0;
};

// Calls take(cells) for each line that is not empty; a carriage return at its end is left out. The file is UTF-8, with or without
// a mark; - is standard input. A line that isn't UTF-8, that is longer than a megabyte, or for which `take` throws Error{kInput}
// or Error{kUsage} is told to `bad` and left out. Throws Error for a file that can't be read.
void for_each_line(const std::string& path, const std::function<void(const std::vector<std::string_view>& cells)>& take,
                   BadLines& bad);

}  // namespace ckm::cli
