#include "formats/import_xlsx.hh"

#include <doctest/doctest.h>

#include <string>

#include "formats/packed.hh"

using namespace ckm;
using namespace ckm::formats;
using namespace std::string_view_literals;

namespace {

// The beginning of a zip whose first entry is called that.
std::string zip_head(std::string_view name) {
  std::string head("PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x09\0\0\0\x09\0\0\0\0\0\0\0"sv);
  head[26] = static_cast<char>(name.size());
  return head + std::string(name) + "data";
}

}  // namespace

TEST_CASE("xlsx: known by its first part, and old or foreign workbooks too, to be refused") {
  for (const char* first : {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "docProps/app.xml"}) {
    CAPTURE(first);
    CHECK(sniff_xlsx(zip_head(first)));
    CHECK(is_packed(zip_head(first)));
  }
  CHECK(sniff_xlsx("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."));
  CHECK(sniff_xlsx(zip_head("mimetype") + "application/vnd.oasis.opendocument.spreadsheet"));
  CHECK_FALSE(sniff_xlsx(zip_head("mimetype") + "application/epub+zip"));
  CHECK_FALSE(sniff_xlsx(zip_head("book.xlsx")));
  CHECK_FALSE(sniff_xlsx(zip_head("tickets/xl/a.csv")));
  CHECK_FALSE(sniff_xlsx("id,subject\n1,xl/\n"));
  CHECK_FALSE(sniff_xlsx("PK\x03\x04"));
  CHECK_FALSE(sniff_xlsx(""));
}
