#include "formats/csv.hh"

#include <doctest/doctest.h>

#include "collect.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// Cells of all records; a problem becomes a row of "!" and its text, and the raw line.
Rows rows(std::string_view text, CsvDialect dialect = {}, std::size_t expected = 0) {
  Rows out;
  PieceSource source(text, 3);
  CsvScanner scanner(source, dialect);
  scanner.expect(expected);
  while (scanner.next()) {
    if (scanner.problem().empty()) out.emplace_back(scanner.cells().begin(), scanner.cells().end());
    else out.push_back({"!", scanner.problem(), std::string(scanner.raw())});
  }
  return out;
}

std::vector<std::uint64_t> lines(std::string_view text, CsvDialect dialect = {}) {
  std::vector<std::uint64_t> out;
  PieceSource source(text, 3);
  CsvScanner scanner(source, dialect);
  while (scanner.next()) out.push_back(scanner.line());
  return out;
}

const CsvDialect kTsv{'\t', true, false};

}  // namespace

TEST_CASE("CSV: the classic cases") {
  CHECK(rows("a,b,c\n1,2,3\n") == Rows{{"a", "b", "c"}, {"1", "2", "3"}});
  CHECK(rows("a,b\n1,2") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rows("a,b\r\n\"1\",2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rows("a,b\r1,\"2\"\r", {',', false, true}) == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(rows("1,\"\",\n,,\n") == Rows{{"1", "", ""}, {"", "", ""}});
  CHECK(rows("x,\"Lee, Ann\",y\n") == Rows{{"x", "Lee, Ann", "y"}});
  CHECK(rows("1,\"ha \"\"ha\"\" ha\"\n2,\"\"\"\"\n") == Rows{{"1", "ha \"ha\" ha"}, {"2", "\""}});
  CHECK(rows("1,\"one\r\ntwo\n\nfour\",2\n") == Rows{{"1", "one\r\ntwo\n\nfour", "2"}});
  CHECK(rows("标题,内容\n退款,\"怎么，退\"\n") == Rows{{"标题", "内容"}, {"退款", "怎么，退"}});
  CHECK(rows("").empty());
  CHECK(rows("\n\r\n\n").empty());
  CHECK(rows("\n\r\na\n\nb\n\n") == Rows{{"a"}, {"b"}});
  CHECK(rows("a;b\n", {';', false, false}) == Rows{{"a", "b"}});
  CHECK(rows("one, two\nthree\n", {'\0', false, false}) == Rows{{"one, two"}, {"three"}});
}

TEST_CASE("CSV: what sloppy exports write") {
  CHECK(rows("5\" disk,a\"b\"c\n") == Rows{{"5\" disk", "a\"b\"c"}});
  CHECK(rows("\"a\"b,\"c\" ,\"d\"\"e\"f\"\r\n") == Rows{{"ab", "c ", "d\"ef\""}});
  CHECK(rows("a,b\rc\n") == Rows{{"a", "b\rc"}});
  CHECK(rows("a,\"b\"\r") == Rows{{"a", "b"}});
}

TEST_CASE("CSV: the line of a record is where it starts") {
  CHECK(lines("a,b\n\n1,\"x\n\ny\"\n2,z\n") == std::vector<std::uint64_t>{1, 3, 6});
  CHECK(lines("a\r\n\"x\r\ny\"\r\nb\r\n") == std::vector<std::uint64_t>{1, 2, 4});
  CHECK(lines("a\r\"x\ry\"\rb\r", {',', false, true}) == std::vector<std::uint64_t>{1, 2, 4});
}

TEST_CASE("CSV: a NUL byte is refused, the next record is not") {
  const std::string text("a,b\n1,x\0y\n2,z\n", 14);
  CHECK(rows(text) == Rows{{"a", "b"}, {"!", "NUL byte", std::string("1,x\0y", 5)}, {"2", "z"}});
}

TEST_CASE("CSV: a record has its limit of cells") {
  const std::string many(100000, ',');
  CHECK(rows(many.substr(1) + "\n").at(0).size() == 100000);
  CHECK(rows(many + "\na\n").at(0).at(1) == "more than 100000 cells");
  CHECK(rows(many + "\na\n").at(1) == std::vector<std::string>{"a"});
}

TEST_CASE("CSV: an unclosed quote swallows no lines") {
  CHECK(rows("a,b\n1,\"open\n2,x\n3,y\n") ==
        Rows{{"a", "b"}, {"!", "quote opened on line 2 is never closed", "1,\"open"}, {"2", "x"}, {"3", "y"}});
  CHECK(rows("1,\"a\nb\",\"open\r\n2,x") == Rows{{"!", "quote opened on line 2 is never closed", "1,\"a"},
                                                 {"!", "quote opened on line 2 is never closed", "b\",\"open"},
                                                 {"2", "x"}});
  CHECK(rows("1,\"open") == Rows{{"!", "quote opened on line 1 is never closed", "1,\"open"}});
  // Where each line begins a record to the end of the text, only some are read again.
  std::string text;
  for (int i = 0; i < 6000; ++i) text += "a+\",\"\n";
  CHECK(rows(text).size() < 1500);
  CHECK(rows(text.substr(0, 500 * 6)).size() == 500);
  CHECK(lines("a,b\n1,\"open\n2,x\n3,y\n") == std::vector<std::uint64_t>{1, 2, 3, 4});
}

TEST_CASE("CSV: a quote closed in a later record leaves a trace, and the lines can be had back") {
  MemorySource source("1,\"open\n2,\"fine\"\n3,x\n");
  CsvScanner scanner(source, {});
  REQUIRE(scanner.next());
  CHECK(scanner.loose());
  CHECK(scanner.swallows());
  REQUIRE(scanner.split());
  CHECK(scanner.raw() == "1,\"open");
  REQUIRE(scanner.next());
  CHECK(scanner.line() == 2);
  CHECK(scanner.cells()[1] == "fine");
  CHECK_FALSE(scanner.loose());
  CHECK_FALSE(scanner.split());
}

TEST_CASE("TSV: quotes are literal unless they enclose a cell") {
  CHECK(rows("1\t\"a\" b\n2\t\"c\n3\td\"\n4\t\"e\te\"\n", kTsv, 2) ==
        Rows{{"1", "\"a\" b"}, {"2", "\"c"}, {"3", "d\""}, {"4", "e\te"}});
  CHECK(rows("1\t\"a\nb\"\n2\tc\n", kTsv, 2) == Rows{{"1", "a\nb"}, {"2", "c"}});
  CHECK(rows("1\t\"say \"\"hi\"\"\"\tx\n", kTsv, 3) == Rows{{"1", "say \"hi\"", "x"}});
  CHECK(rows("1\t\"say \"\"hi\"\" x\n2\t\"\n", kTsv, 2) == Rows{{"1", "\"say \"\"hi\"\" x"}, {"2", "\""}});
  const std::string far = "1\t\"" + std::string((1 << 20) + 1, 'x') + "\n\"\n";
  CHECK(rows(far, kTsv, 2).size() == 2);
}

TEST_CASE("CSV: an endless record is refused in bounded memory") {
  class Endless final : public ByteSource {
   public:
    explicit Endless(std::string_view start) : start_(start) {}
    std::size_t read(std::span<char> into) override {
      if (!start_.empty()) {
        const std::size_t n = start_.copy(into.data(), into.size());
        start_.remove_prefix(n);
        return n;
      }
      if (given_ > kMaxRecord + kMaxRecord / 2) {
        if (ended_) return 0;
        ended_ = true;
        const std::string_view end = "\nlast,row\n";
        return end.copy(into.data(), into.size());
      }
      std::fill(into.begin(), into.end(), 'x');
      given_ += into.size();
      return into.size();
    }

   private:
    std::string_view start_;
    std::size_t given_ = 0;
    bool ended_ = false;
  };
  Endless plain("a,b\n");
  CsvScanner scanner(plain, {});
  REQUIRE(scanner.next());
  REQUIRE(scanner.next());
  CHECK(scanner.problem() == "a record over 64 MiB");
  CHECK(scanner.line() == 2);
  REQUIRE(scanner.next());
  CHECK(scanner.cells()[1] == "row");
  CHECK(scanner.line() == 3);
  CHECK_FALSE(scanner.next());

  Endless quoted("a,b\n1,\"open\n2,x\n");
  CsvScanner recovering(quoted, {});
  REQUIRE(recovering.next());
  REQUIRE(recovering.next());
  CHECK(recovering.problem() == "quote opened on line 2 is not closed within 64 MiB");
  REQUIRE(recovering.next());
  CHECK(recovering.cells()[0] == "2");
  CHECK(recovering.line() == 3);
}

TEST_CASE("CSV: the delimiter is guessed") {
  CHECK(guess_csv("a,b,c\n1,2,3\n", true).dialect.delimiter == ',');
  CHECK(guess_csv("a;b\n1,5;2,5\n3,5;4,5\n", true).dialect.delimiter == ';');
  CHECK(guess_csv("a\tb\n1, 2, 3\tx\n4\ty\n", true).dialect.delimiter == '\t');
  CHECK(guess_csv("a|b\n1|2\n", true).dialect.delimiter == '|');
  CHECK(guess_csv("a;b\n\"1,1\n;;\";2\n", true).consistency == 1.0);
  CHECK(guess_csv("a,b;c\n1,2;3\n", true).dialect.delimiter == ',');
  CHECK(guess_csv("a,b;c;d\n1,2;3;4\n", true).dialect.delimiter == ';');
  CHECK(guess_csv("a,b\r1,2\r", true).dialect.cr_ends);
  CHECK_FALSE(guess_csv("a,b\r\n1,2\r\n", true).dialect.cr_ends);
  CHECK(guess_csv("one two\nthree\n", true).columns == 1);
  // Named columns tell which of two it is; one column is no delimiter at all.
  CHECK(guess_csv("a,b;c,d\n1,2;3,4\n", true, 2).dialect.delimiter == ';');
  CHECK(guess_csv("hello, world\n", true, 1).dialect.delimiter == '\0');
  // The cut end of a head is no unevenness.
  CHECK(guess_csv("a,b,c\n1,2,3\n4,\"5", false).consistency == 1.0);
}

TEST_CASE("CSV: cells are quoted where they have to be") {
  std::string out;
  for (const std::string_view cell : {"plain", "a,b", "say \"x\"", "two\nlines", "cr\r", ""}) {
    append_csv_cell(out, cell);
    out.push_back('|');
  }
  CHECK(out == "plain|\"a,b\"|\"say \"\"x\"\"\"|\"two\nlines\"|\"cr\r\"||");
}
