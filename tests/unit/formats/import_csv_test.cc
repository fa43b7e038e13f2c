#include "formats/import_csv.hh"

#include <doctest/doctest.h>

#include "base/error.hh"
#include "collect.hh"

using namespace ckm;
using namespace ckm::formats;
using model::Kind;

namespace {

std::string reasons(const CollectSink& sink) {
  std::string out;
  for (const Rejection& rejection : sink.rejections) {
    out += std::to_string(rejection.place.line) + " " + rejection.reason + " [" + rejection.raw + "]\n";
  }
  return out;
}

// What reading ends with: the error's text and hint.
std::string error(std::string_view format, std::string_view text, const ReadOptions& options) {
  CollectSink sink;
  try {
    read_into(sink, format, text, options);
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kInput);
    return std::string(e.what()) + "\n" + e.hint();
  }
  return "read";
}

}  // namespace

TEST_CASE("CSV import: rows become tickets, bad ones rejections") {
  CollectSink sink;
  read_into(sink, "csv",
            "id,subject,body\n"
            "1,Late,\"Where is\nmy parcel?\"\n"
            "2,short\n"
            "3,Longer,text,,\n"
            "4,Too long,text,more\n"
            ",,\n"
            "5,,\n"
            "6,Late \xFF,text\n"
            "7,Last,text\n",
            reading(Kind::kTicket));
  CHECK(sink.headers == std::vector<std::string>{"id,subject,body"});
  CHECK(sink.lines == std::vector<std::uint64_t>{2, 5, 10});
  REQUIRE(sink.tickets.size() == 3);
  CHECK(sink.tickets[0].external_id == "1");
  CHECK(sink.tickets[0].messages.at(0).body == "Where is\nmy parcel?");
  CHECK(reasons(sink) ==
        "4 2 cells where the header has 3 [2,short]\n"
        "6 4 cells where the header has 3 [4,Too long,text,more]\n"
        "8 neither subject nor body [5,,]\n"
        "9 not UTF-8 at byte 6 of column subject [6,Late \xFF,text]\n");
}

TEST_CASE("CSV import: broken quotes cost one row") {
  CollectSink sink;
  read_into(sink, "csv", "id,subject,body\n1,\"open,text\n2,\"fine\",text\n3,a,b\n4,\"never,closed\n5,c,d\n",
            reading(Kind::kTicket));
  CHECK(sink.lines == std::vector<std::uint64_t>{3, 4, 6});
  CHECK(reasons(sink) ==
        "2 quote opened on line 2 is not closed in its record [1,\"open,text]\n"
        "5 quote opened on line 5 is never closed [4,\"never,closed]\n");
  // A quote within a quoted cell that is not doubled is another matter.
  CollectSink inner;
  read_into(inner, "csv", "id,subject,body\n1,a,\"one\nthe \"word\" is\"\n", reading(Kind::kTicket));
  REQUIRE(inner.tickets.size() == 1);
  CHECK(inner.tickets[0].messages.at(0).body == "one\nthe word\" is\"");
}

TEST_CASE("CSV import: names given instead of a header") {
  CollectSink sink;
  read_into(sink, "tsv", "0\t()()成长成语\n1\t\"quoted\" start\n2\t\"open\n3\t\n4\tx\ty\n",
            reading(Kind::kFaq, {"id", "question"}));
  CHECK(sink.headers.empty());
  REQUIRE(sink.articles.size() == 3);
  CHECK(sink.articles[0].title == "()()成长成语");
  CHECK(sink.articles[1].title == "\"quoted\" start");
  CHECK(sink.articles[2].title == "\"open");
  CHECK(reasons(sink) == "4 no question or title [3\t]\n5 3 cells where --columns names 2 [4\tx\ty]\n");
}

TEST_CASE("CSV import: unnamed and repeated columns") {
  CollectSink sink;
  read_into(sink, "csv", "subject,,Labels,Labels,Comment,Comment,\nA,x,one,two,first,second,\n", reading(Kind::kTicket));
  REQUIRE(sink.tickets.size() == 1);
  CHECK(sink.tickets[0].tags == std::vector<std::string>{"one", "two"});
  CHECK(sink.tickets[0].extra == Value(Value::Object{{"column_2", "x"}, {"Comment", Value::Array{"first", "second"}}}));
}

TEST_CASE("CSV import: what can't be read at all") {
  CHECK(error("csv", "", reading(Kind::kTicket)) ==
        "input: nothing in it\ncheck the file: its first line should name the columns");
  CHECK(error("csv", "36,Broken,Hello\n", reading(Kind::kTicket)) ==
        "input: no header: its first line names no known column\nsay what its 3 columns are, for example --columns "
        "id,subject,body");
  CHECK(error("csv", "id,foo\n1,2\n", reading(Kind::kTicket)) ==
        "input: no column holds a subject or a body\n"
        "its columns are id, foo; name them with --columns, for example --columns id,subject,body");
  CHECK(error("tsv", "id\tanswer\n1\t2\n", reading(Kind::kFaq)).starts_with("input: no column holds a question or title\n"));
  CHECK(error("csv", "id,a\n1,b\n", reading(Kind::kFaq, {"id", "colour"})).starts_with("input: no column holds"));
  CHECK(error("csv", "\xB1\xEA\xCC\xE2,id\n1,2\n", reading(Kind::kTicket))
            .starts_with("input: the header: not UTF-8 at byte 1 of column 1"));
  CHECK(error("csv", "subject,\"open\n", reading(Kind::kTicket)).starts_with("input: no header: quote opened on line 1"));
}

TEST_CASE("CSV import: stops when the sink says so") {
  CollectSink sink;
  sink.left = 2;
  read_into(sink, "csv", "subject\na\nb\nc\n", reading(Kind::kTicket));
  CHECK(sink.tickets.size() == 2);
}
