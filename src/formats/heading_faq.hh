// Questions that stand in a Markdown document as headings, and below each its answer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ckm::formats {

struct HeadingQuestion {
  std::string question;
  std::string_view answer;         // A part of the document, never blank.
  std::vector<std::string> above;  // The headings that it stands under, the outermost first.
  std::size_t begin = 0;           // Of its heading in the document.
};

struct HeadingFaq {
  std::vector<HeadingQuestion> questions;
  std::size_t asking = 0;  // How many of them end in ? or ？.
  bool left_out = false;   // There is text that belongs to none of them.
};

// Questions are the headings that end in ? or ？, and those of the level that most of these have, if text stands below them.
// Where no heading ends so, they are those of the deepest level at which two or more have text. An answer goes on to the next
// question, or to the next heading of its level or above. Its texts are valid as long as `markdown`.
HeadingFaq find_heading_faq(std::string_view markdown);

// Names for headings that stay the same when others come and go: letters and digits of any script, folded, with hyphens in
// between; a text that comes again in the same document has -2 and so on behind it.
class Slugs {
 public:
  std::string make(std::string_view heading);

 private:
  std::unordered_map<std::string, std::size_t> made_;  // And how often.
};

}  // namespace ckm::formats
