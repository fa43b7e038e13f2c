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

  // Whether the tag at [begin, end) is part of a program: alone between quotes ("<br>"), or in a string of one line between whose
  // quotes and the rest of the line stand signs of a program: printf("%s<p>\n", x). No tag lies within another one.
  bool quoted(std::size_t begin, std::size_t end);

 private:
  [[nodiscard]] bool begins_line(std::size_t at) const;
  [[nodiscard]] int opens(std::size_t quote) const;
  [[nodiscard]] int closes(std::size_t quote) const;

  std::string_view text_;
  std::size_t string_ = 0;                                     // Where the last string that was found begins,
  std::size_t string_end_ = 0;                                 // and where its closing quote stands.
  std::size_t sought_ = 0;                                     // All before it was looked through for strings.
  std::size_t unclosed_fence_ = static_cast<std::size_t>(-1);  // From this length on, fences are known not to be closed.
};

}  // namespace ckm::text
