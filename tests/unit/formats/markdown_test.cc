#include "formats/markdown.hh"

#include <doctest/doctest.h>

using namespace ckm::formats;

TEST_CASE("Markdown: a line") {
  CHECK(markdown_line("  a *b* _c_ `d` [e](f) <g> \\ ") == "a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\> \\\\");
  CHECK(markdown_line("# one\ntwo #") == "\\# one two \\#");
  CHECK(markdown_line("C# and #5") == "C# and #5");
  CHECK(markdown_line("").empty());
}

TEST_CASE("Markdown: headings in a part are lowered") {
  CHECK(markdown_part("# a\ntext\n###### b\n#no\n    # code\n") == "### a\ntext\n###### b\n#no\n    # code\n");
  CHECK(markdown_part("a\n===\nb\n---\n- c") == "a\n\\===\nb\n\\---\n- c\n");
  CHECK(markdown_part("```\n# code\n---\n```\n# x") == "```\n# code\n---\n```\n### x\n");
  CHECK(markdown_part("a\r\nb\rc") == "a\nb\nc\n");
  CHECK(markdown_part("").empty());
}

TEST_CASE("Markdown: what could reach past its end becomes a quotation") {
  CHECK(markdown_part("a\n```\nb") == "> a\n> ```\n> b\n");
  CHECK(markdown_part("````\n```\n") == "> ````\n> ```\n");
  CHECK(markdown_part("- ```\n  x\n") == "> - ```\n>   x\n");
  CHECK(markdown_part("<!-- x") == "> <!-- x\n");
  CHECK(markdown_part("a\n\n  <SCRIPT>") == "> a\n>\n>   <SCRIPT>\n");
  CHECK(markdown_part("use `<!--` here") == "use `<!--` here\n");
  CHECK(markdown_part("``` a` b") == "``` a` b\n");
  CHECK(markdown_part("<b>x</b>") == "<b>x</b>\n");
}
