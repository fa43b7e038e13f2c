// Code within a text: what it shows as it stands, so that tags in it are no markup that was left over. For src/text alone.
#pragma once

#include <cstddef>
#include <string_view>

namespace ckm::text {

// One walk over a text, from its front to its end: each call asks for a place no earlier than the one before. All of them
// together are linear.
class MarkupCode {
 public:
  explicit MarkupCode(std::string_view text) : text_(text) {}

  // Where the code ends that a row of backquotes or tildes at `at` begins, as in Markdown; behind the row, where it begins none.
  std::size_t behind(std::size_t at);

 private:
  [[nodiscard]] bool begins_line(std::size_t at) const;

  std::string_view text_;
  std::size_t unclosed_fence_ = static_cast<std::size_t>(-1);  // From this length on, fences are known not to be closed.
};

}  // namespace ckm::text
