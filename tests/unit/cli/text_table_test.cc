#include "cli/text_table.hh"

#include <doctest/doctest.h>

#include "base/utf8.hh"

using namespace ckm::cli;

TEST_CASE("text_table: by display width, numbers to the right, nothing behind the last cell") {
  CHECK(text_table({}).empty());
  CHECK(text_table({{"label", "n"}, {"退款", "7"}, {"a", "12"}}) == "label   n\n退款    7\na      12\n");
  CHECK(text_table({{"a", "b"}, {"x", "1"}, {"y", ""}}) == "a  b\nx  1\ny\n");
}

TEST_CASE("text_table: a cell without end is cut") {
  const std::string line = text_table({{std::string(5000, 'x'), "1"}});
  CHECK(ckm::utf8::display_width(line) < 80);
  CHECK(line.find("…") != std::string::npos);
}
