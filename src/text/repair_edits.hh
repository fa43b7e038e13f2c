// The edits between a raw text and what the rules have made of it so far. For src/text alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/repair_rules.hh"

namespace ckm::text {

class Edits {
 public:
  explicit Edits(std::string_view raw) : raw_(raw), text_(raw) {}

  // The text now.
  [[nodiscard]] const std::string& text() const { return text_; }
  // Applies changes to the text. Linear in the text, the edits and the changes.
  void apply(const std::vector<Change>& changes);
  // The place in the raw text of `what`, which stands at a byte of the text; where an edit made it that is long or did not leave
  // it as it was, where that edit begins. Logarithmic.
  [[nodiscard]] std::size_t raw_offset(std::size_t offset, std::string_view what) const;
  [[nodiscard]] std::vector<Edit> list() const;

 private:
  struct Span {  // [raw_begin, raw_end) of the raw text is [begin, end) of the text.
    std::size_t raw_begin, raw_end, begin, end;
    std::string_view rule;
  };
  std::string_view raw_;
  std::string text_;
  std::vector<Span> spans_;
};

}  // namespace ckm::text
