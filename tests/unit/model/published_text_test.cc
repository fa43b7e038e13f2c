#include "model/published_text.hh"

#include <doctest/doctest.h>

#include <utility>

namespace ckm::model {

TEST_CASE("published_text: comments, asides and citations go, code stays") {
  const std::pair<const char*, const char*> kCases[] = {
      {"", ""},
      {"plain", "plain"},
      {"a <!-- b --> c", "a  c"},
      {"a\n\n<!-- b\n\nc -->\nd\n", "a\n\nd\n"},
      {"a\n<!-- b -->\n", "a\n"},
      {"a <!-- never ends", "a <!-- never ends"},
      {"a\n  <!-- never ends\nb", "a\n"},
      {"<!-->shown-->", "shown-->"},
      {"`<!-- code -->` <!-- x -->", "`<!-- code -->` "},
      {"``a ` <!-- code -->`` <!-- x -->", "``a ` <!-- code -->`` "},
      {"` <!-- x -->", "` "},
      {"`\n\n<!-- x -->`", "`\n\n`"},
      {"```\n<!-- code -->\n```\n<!-- x -->\n", "```\n<!-- code -->\n```\n"},
      {"~~~~\n~~~\n<!-- code -->\n~~~~~\n<!-- x -->\n", "~~~~\n~~~\n<!-- code -->\n~~~~~\n"},
      {"```\n<!-- in code without an end -->", "```\n<!-- in code without an end -->"},
      {"``` a`b\n<!-- x -->\n```", "``` a`b\n```"},
      {"a\n\n    <!-- code -->\n    <!-- more -->\nb <!-- x -->", "a\n\n    <!-- code -->\n    <!-- more -->\nb "},
      {"a\n    <!-- x -->\n", "a\n"},
      {"\\<!-- text -->", "\\<!-- text -->"},
      {"[//]: # (note)\na", "a"},
      {"[comment]: <#> \"note\"\na", "a"},
      {"[//]:#\na", "a"},
      {"[a]: https://example.org\n", "[a]: https://example.org\n"},
      {"[a]: #part\n", "[a]: #part\n"},
      {"It went. [ticket:desk/7#3]\nIt came. [ticket:desk/7#4] (internal) Then.", "It went.\nIt came. Then."},
      {"[ticket:desk/a b]c#3] [ticket:desk/7] [ticket:desk/7#x]", " [ticket:desk/7] [ticket:desk/7#x]"},
      {"`[ticket:desk/7#3]`", "`[ticket:desk/7#3]`"},
      {"<!-- [ticket:desk/7#3] --> `a\n```\n<!-- x -->", " `a\n```\n<!-- x -->"},
  };
  for (const auto& [text, expected] : kCases) {
    CAPTURE(text);
    CHECK(published_text(text) == expected);
    CHECK(published_text(expected) == expected);
  }
}

TEST_CASE("cited_note: the first citation of what no customer saw") {
  CHECK(cited_note("a [ticket:desk/7#3] b [ticket:desk/7#4] (internal) [ticket:8#1] (internal)") ==
        "[ticket:desk/7#4] (internal)");
  CHECK(cited_note("a [ticket:desk/7#3] (internally) [faq:7] (internal)").empty());
}

}  // namespace ckm::model
