// Whether the tags of a text are markup that was left over, or what the text is about. For src/text alone.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "text/markup_tag.hh"

namespace ckm::text {

// What a text says of its tags as a whole, apart from those in code. Made in linear time; the text must outlive it.
class MarkupEvidence {
 public:
  explicit MarkupEvidence(std::string_view text);

  // Whether the text is marked up, rather than one that speaks of markup.
  [[nodiscard]] bool is_markup() const { return is_markup_; }
  // Whether the tag at `at` can be nothing but markup that was left over, if the text is marked up.
  [[nodiscard]] bool left_over(std::size_t at, const Tag& found) const;

 private:
  void look_at_elements();
  [[nodiscard]] bool speaks_of_markup() const;

  std::string_view text_;
  std::set<std::string> closed_;  // The elements that have an end tag somewhere in the text.
  bool paragraphs_ = false;       // There are several <p>.
  bool is_markup_ = false;
};

}  // namespace ckm::text
