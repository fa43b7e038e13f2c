#include "formats/xlsx_text.hh"

#include <doctest/doctest.h>

namespace ckm::formats {

TEST_CASE("xlsx_cell: what Excel would take for an escape is read back as it was") {
  CHECK(xlsx_cell("").text.empty());
  CHECK(xlsx_cell("=1+1\n退款").text == "=1+1\n退款");
  CHECK(xlsx_cell("_x0041_").text == "_x005F_x0041_");
  CHECK(xlsx_cell("__x0041__x00e9_").text == "__x005F_x0041__x005F_x00e9_");
  CHECK(xlsx_cell("_x004_ _x004G_ _x0041").text == "_x004_ _x004G_ _x0041");
  CHECK(xlsx_cell(std::string_view("a\0b\xEF\xBF\xBF"
                                   "c",
                                   7))
            .text == "abc");
}

TEST_CASE("xlsx_cell: a text is cut at 32,767 units of UTF-16, with an ellipsis, and never within a character") {
  const auto many = [](std::string_view one, std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += one;
    return text;
  };
  CHECK_FALSE(xlsx_cell(many("x", 32'767)).cut);
  const XlsxCell plain = xlsx_cell(many("x", 32'768));
  CHECK(plain.cut);
  CHECK(plain.text == many("x", 32'766) + "…");
  CHECK_FALSE(xlsx_cell(many("😀", 16'383) + "x").cut);
  CHECK(xlsx_cell(many("😀", 16'384)).text == many("😀", 16'383) + "…");
  CHECK(xlsx_cell(many("é", 40'000)).text == many("é", 32'766) + "…");
  // Seven units each: as many as are written.
  CHECK(xlsx_cell(many("\x01", 5'000)).text == many("\x01", 4'680) + "…");
  CHECK(xlsx_cell(many("_x0041_", 100)).text == many("_x005F_x0041_", 100));
}

TEST_CASE("xlsx_text: what Excel escaped, and what only looks like it") {
  CHECK(xlsx_text("a_x000D_\nb") == "a\r\nb");
  CHECK(xlsx_text("_x9000__x6b3E_") == "退款");
  CHECK(xlsx_text("_xD83D__xDE00_") == "😀");
  CHECK(xlsx_text("_xD83D_x_xDE00_ _x0000_ _x004_ _x _") == "_xD83D_x_xDE00_ _x0000_ _x004_ _x _");
  CHECK(xlsx_text("_x005F_x0041_") == "_x0041_");
  for (const char* text : {"", "plain", "_x0041_", "__x0041__", "_x005F_x0041_", "_x005F__x005F_", "x_x", "_x_x0041_x0041_"})
    CHECK(xlsx_text(xlsx_cell(text).text) == text);
}

}  // namespace ckm::formats
