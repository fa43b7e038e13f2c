#include <doctest/doctest.h>

#include "base/error.hh"
#include "formats/export.hh"
#include "formats/format.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {
std::string guess(std::string_view head, std::string_view path = "x") {
  return std::string(guess_import_format(head, path).name);
}
}  // namespace

TEST_CASE("Formats: found by name") {
  for (const ImportFormat& format : import_formats()) CHECK(find_import_format(format.name) == &format);
  for (const ExportFormat& format : export_formats()) CHECK(find_export_format(format.name) == &format);
  CHECK(find_import_format("xml") == nullptr);
  CHECK(find_export_format("") == nullptr);
}

TEST_CASE("Formats: guessed by content") {
  CHECK(guess("id,subject\n1,a\n") == "csv");
  CHECK(guess("id;subject\n1;a\n") == "csv");
  CHECK(guess("0\t()()成长成语\n1\t威组词两个\n") == "tsv");
  CHECK(guess("[\n {\"id\":1}\n]") == "json");
  CHECK(guess("[]") == "json");
  CHECK(guess("{\"id\":1}") == "json");
  CHECK(guess("{\n \"id\":1}\n{\n \"id\":1}") == "json");
  CHECK(guess("{\"id\":1}\n{\"id\":2}\n") == "jsonl");
  CHECK(guess("\n{\"id\":1,\"subject\":\"a\",\"custom_fields\":[{\"id\":1}]}\n\n{\"id\":2}\n") == "jsonl");
  CHECK(guess("{\"schema\":\"ckm.export/1\"}\n{\"ref\":\"faq:1\"}\n") == "jsonl");
  CHECK(guess("{\"tickets\":[{\"id\":1}]}\n{\"tickets\":[{\"id\":2}]}\n") == "json");
  CHECK(guess("{\"id\":1 \"subject\":\"a\"}\n{\"id\":2}\n{\"id\":3}\n") == "jsonl");
  CHECK(guess("begin\n{\"id\":2}\n{\"id\":3}\n") == "jsonl");
  CHECK(guess("{\"tickets\":[\n{\"id\":1},\n{\"id\":2}\n]}\n") == "json");
  CHECK(guess("{\"tickets\":[\n{\"id\":1}\n]}\n") == "json");
  CHECK(guess("{\"tickets\":[\n{\"id\":1}\n]}") == "json");
  CHECK(guess("[1] text, more\nnone\n", "a.csv") == "csv");
}

TEST_CASE("Formats: guessed by name where the content says nothing") {
  CHECK(guess("subject\nhello\n", "dir.json/A.CSV") == "csv");
  CHECK(guess("subject\nhello\n", "a.tsv") == "tsv");
  CHECK(guess("{broken", "a.ndjson") == "jsonl");
  CHECK(guess("{\"id\":1}", "a.jsonl") == "jsonl");
  CHECK(guess("{\"id\":1,\"subject\":\"" + std::string(65000, 'x'), "a.jsonl") == "jsonl");
  CHECK(guess("{\"tickets\":[{\"id\":1,\"subject\":\"" + std::string(65000, 'x'), "a.jsonl") == "json");
  CHECK(guess("{\"tickets\":[{\"id\":1}]}", "a.jsonl") == "json");
  CHECK(guess("{\n \"id\":1}\n", "a.jsonl") == "json");
  CHECK_THROWS_WITH_AS(guess("Dear all\nno commas here\n", "mail.eml"), "mail.eml: not a known format", Error);
  CHECK_THROWS_WITH_AS(guess(" \n", "a.csv"), "a.csv: nothing in it", Error);
}
