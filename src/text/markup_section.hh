// Comments and CDATA sections of markup. For src/text alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ckm::text {

struct MarkupSection {
  std::string_view inside;
  std::size_t end = 0;
  bool comment = false;
};

// One walk over a text, from its front to its end: each call asks for a place no earlier than the one before. All of them
// together are linear.
class MarkupSections {
 public:
  explicit MarkupSections(std::string_view text) : text_(text) {}

  // The one that begins with the < at `at`; nothing for one that does not end, or a comment longer than 4 KiB.
  std::optional<MarkupSection> at(std::size_t at);

 private:
  std::size_t next(std::string_view mark, std::size_t from, std::optional<std::size_t>& known) const;

  std::string_view text_;
  std::optional<std::size_t> comment_end_;  // Where the next end of each stands, once one was looked for.
  std::optional<std::size_t> cdata_end_;
};

}  // namespace ckm::text
