#include "formats/import_json.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.hh"
#include "base/json.hh"
#include "collect.hh"

using namespace ckm;
using namespace ckm::formats;
using model::Kind;

namespace {

// The subjects of the tickets that a text gives, then its rejections.
std::string tickets(std::string_view format, std::string_view text) {
  CollectSink sink;
  std::string end;
  try {
    read_into(sink, format, text, reading(Kind::kTicket));
  } catch (const Error& e) {
    end = std::string("!! ") + e.what() + "\n";
  }
  std::string out;
  for (std::size_t i = 0; i < sink.tickets.size(); ++i) {
    out += std::to_string(sink.lines[i]) + " " + sink.tickets[i].subject + "\n";
  }
  for (const Rejection& rejection : sink.rejections) {
    out += "! " + std::to_string(rejection.place.line) + ":" + std::to_string(rejection.place.column) + " " + rejection.reason +
           " [" + rejection.raw + "]\n";
  }
  return out + end;
}

}  // namespace

TEST_CASE("JSON import: the shapes of a document") {
  CHECK(tickets("json", R"([{"subject":"a"},
 {"subject":"b"}])") == "1 a\n2 b\n");
  CHECK(tickets("json", R"({"count":2,"tickets":[{"subject":"a"},{"subject":"b"}],"next_page":null,"users":[{"name":"x"}]})") ==
        "1 a\n1 b\n");
  CHECK(tickets("json", R"({"message":"ok","data":[{"subject":"a"}]})") == "1 a\n");
  CHECK(tickets("json", "{\"subject\":\"a\"}\n{\"subject\":\"b\"}") == "1 a\n2 b\n");
  CHECK(tickets("json", "{\"tickets\":[{\"subject\":\"a\"}]}\n{\"tickets\":[{\"subject\":\"b\"}]}[{\"subject\":\"c\"}]") ==
        "1 a\n2 b\n2 c\n");
  CHECK(tickets("json", R"({"tickets":[],"next_page":null})").empty());
  CHECK(tickets("json", "[]").empty());
  // A ticket with arrays of objects of its own is no envelope.
  CHECK(tickets("json", R"({"id":1,"subject":"a","custom_fields":[{"id":2,"value":"x"}]})") == "1 a\n");
  CHECK(tickets("json", R"({"id":1,"comments":[{"body":"x"}],"subject":"a"})") == "1 a\n");
  CHECK(tickets("json", R"({"id":1,"tags":["x",["y"]],"subject":"a"})") == "1 a\n");
}

TEST_CASE("JSON import: what is no record is rejected, the rest goes on") {
  CHECK(tickets("json", "[{\"subject\":\"a\"},\n 17,\n \"x\",\n [1,{}],\n null, {\"id\":3},\n {\"subject\":\"b\"}]") ==
        "1 a\n6 b\n"
        "! 2:2 no object [17]\n! 3:2 no object [\"x\"]\n! 4:2 no object [[1,{}]]\n! 5:2 no object [null]\n"
        "! 5:8 neither subject nor body [{\"id\":3}]\n");
  CHECK(tickets("json", "[1\n,2\n]") == "! 1:2 no object [1]\n! 2:2 no object [2]\n");
  CHECK(tickets("json", "17[]\n") == "! 1:1 no object [17]\n");
  CHECK(tickets("json", R"([{"subject":"a\u0000b"}])") == "! 1:2 NUL character in subject [{\"subject\":\"a\\u0000b\"}]\n");
}

TEST_CASE("JSON import: a bad record costs that record, wherever it stands") {
  const std::vector<std::string> bad = {
      R"({"id":2,"subject":"b" "x":1})",
      R"({"id":2,"subject":"b\ud800"})",
      R"({"id":2,"subject":"b",})",
      R"({"id":2,"subject":"b)"
      "\n"
      R"(c"})",
      R"({"id":2,"subject":"he said "no, thanks" to me"})",
      R"({"id":2,"subject":"not closed})",
      R"({"id":2,"subject":"not closed,"x":[{"id":7,"y":1},{"id":8,"y":2}],"z":{}})",
      R"({"id":2,"subject":"no brace")",
      R"({"id":2,"subject":"\x"})",
      R"({"id":2,"subject":tru})",
      R"({'id':2})",
      "{\"id\":2,\"subject\":\"\xFF\"}",
      "{\"id\":2,\"x\":" + std::string(600, '[') + std::string(600, ']') + "}",
      R"([{"id":2} "x"])",
      "nul",
      "@",
  };
  for (const std::string& one : bad) {
    CAPTURE(one);
    for (const auto& [open, close] : {std::pair("[", "]"), {"{\"count\":3,\"tickets\":[", "],\"next\":null}"}}) {
      for (const std::string_view comma : {",", ",\n", " ,\n  "}) {
        const std::string text = std::string(open) + R"({"id":1,"subject":"a"})" + std::string(comma) + one + std::string(comma) +
                                 R"({"id":3,"subject":"c"})" + std::string(comma) + R"({"id":4,"subject":"d"})" + close;
        CollectSink sink;
        read_into(sink, "json", text, reading(Kind::kTicket));
        REQUIRE(sink.tickets.size() == 3);
        CHECK(sink.tickets[1].subject == "c");
        CHECK(sink.tickets[2].subject == "d");
        const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find("{\"id\":3")), '\n') + 1;
        CHECK(sink.lines[1] == static_cast<std::uint64_t>(line));
        REQUIRE(sink.rejections.size() == 1);
        CHECK(sink.rejections[0].raw == one);
        CHECK(sink.rejections[0].place.line > 0);
        CHECK(sink.rejections[0].place.column > 0);
      }
    }
  }
}

TEST_CASE("JSON import: faults between records lose none") {
  CHECK(tickets("json", R"([{"subject":"a"} {"subject":"b"}])").starts_with("1 a\n1 b\n! 1:18 syntax error"));
  CHECK(tickets("json", R"([{"subject":"a"},,{"subject":"b"}])").starts_with("1 a\n1 b\n! 1:18 syntax error"));
  CHECK(tickets("json", R"([,{"subject":"a"},{"subject":"b"},])").starts_with("1 a\n1 b\n! 1:2 syntax error"));
  CHECK(tickets("json", R"([{"subject":"a"},{"id":2])").starts_with("1 a\n! 1:25 syntax error"));
  CHECK(tickets("json", R"([{"subject":"a"}}, {"subject":"b"}])").starts_with("1 a\n1 b\n! 1:17 syntax error"));
  CHECK(tickets("json", "{\"subject\":\"a\"}\n{\"subject\" \"b\"}\n]{\"subject\":\"c\"}")
            .starts_with("1 a\n3 c\n! 2:14 syntax error"));
  CHECK(tickets("json", "[{\"subject\":\"a\"}]]") ==
        "1 a\n! 1:18 syntax error while parsing value - unexpected ']'; expected '[', '{', or a literal []]\n");
}

TEST_CASE("JSON import: where the text ends within a record the rest is known to be missing") {
  CHECK(tickets("json", "[{\"subject\":\"a\"}") ==
        "1 a\n! 1:17 syntax error while parsing array - unexpected end of input; expected ']' []\n"
        "!! input:1:17: what follows was not read: syntax error while parsing array - unexpected end of input; expected ']'\n");
  CHECK(tickets("json", "[{\"subject\":\"a\"},{\"subject\":").find("[{\"subject\":]\n!! input:1:") != std::string::npos);
  CHECK(tickets("json", "[{\"subject\":\"\xFF\"}]").find("ill-formed UTF-8") != std::string::npos);
}

TEST_CASE("JSON import: many bad records take no more than linear time") {
  for (const std::string_view one :
       {R"({"subject":"x",},)", R"({"subject":"x,)", R"({"subject":"x",)", R"({"a":[1,{"b":[)", "@,", "{", "[,"}) {
    std::string text = "[";
    while (text.size() < (std::size_t{1} << 16U)) text += one;
    text += "{\"subject\":\"a\"}]";
    CAPTURE(one);
    CHECK(tickets("json", text).find("!") != std::string::npos);
  }
}

TEST_CASE("JSON import: deep nesting is refused") {
  const std::string deep = "[{\"subject\":\"a\"},{\"x\":" + std::string(100000, '[');
  CHECK(tickets("json", deep).find("nested deeper than 512 levels") != std::string::npos);
  CHECK(tickets("json", std::string(100000, '[')).find("nested deeper") != std::string::npos);
  CHECK(tickets("jsonl", deep + "\n{\"subject\":\"b\"}\n").find("2 b\n! 1:1 nested deeper") == 0);
}

TEST_CASE("JSON import: the members behind the records are skipped, however deep") {
  const std::string text = "{\"tickets\":[{\"subject\":\"a\"}],\"x\":" + std::string(2000, '[') + std::string(2000, ']') + "}";
  CHECK(tickets("json", text) == "1 a\n");
}

TEST_CASE("JSON import: a record has its limit, and costs itself") {
  constexpr std::size_t kLimit = 1 << 20;
  const std::string small = "{\"subject\":\"" + std::string(kLimit / 4, 'x') + "\"}";
  // What it holds looks like other records, and its text has brackets.
  const std::string large =
      "\n {\"x\":[" + small + ",\n" + small + "],\"y\":\"}]\\\"," + std::string(3 * kLimit, 'x') + "\",\"z\":[[1]]}";
  std::string list;
  for (int i = 0; i < 8; ++i) list += small + ",";
  const std::string array = "[" + list + large + "," + list + "{\"subject\":\"last\"}]";
  for (const std::string& text : {array, "{\"tickets\":" + array + "}"}) {
    MemorySource source(text);
    CollectSink sink;
    read_json_within(kLimit, source, reading(Kind::kTicket), sink);
    REQUIRE(sink.tickets.size() == 17);
    CHECK(sink.tickets.back().subject == "last");
    CHECK(sink.lines.back() == 3);
    REQUIRE(sink.rejections.size() == 1);
    CHECK(sink.rejections[0].reason == "a record over 1 MiB");
    CHECK(sink.rejections[0].place.line == 2);
    CHECK(sink.rejections[0].place.column == 2);
    CHECK(sink.rejections[0].raw.empty());
  }
}

TEST_CASE("JSON import: documents one behind another, of which one is too long") {
  constexpr std::size_t kLimit = 1 << 20;
  const std::string text = "{\"subject\":\"a\"}\n{\"x\":\"" + std::string(3 * kLimit, 'x') + "\"}\n{\"subject\":\"b\"}";
  MemorySource source(text);
  CollectSink sink;
  read_json_within(kLimit, source, reading(Kind::kTicket), sink);
  CHECK(sink.lines == std::vector<std::uint64_t>{1, 3});
  REQUIRE(sink.rejections.size() == 1);
  CHECK(sink.rejections[0].place.line == 2);
  CHECK(sink.rejections[0].place.column == 1);
}

TEST_CASE("JSON import: what follows a record that is too long and has no end was not read") {
  constexpr std::size_t kLimit = 1 << 20;
  const std::string text = "[{\"subject\":\"a\"},\n{\"x\":[\"" + std::string(3 * kLimit, 'x') + "\"";
  MemorySource source(text);
  CollectSink sink;
  CHECK_THROWS_AS(read_json_within(kLimit, source, reading(Kind::kTicket), sink), Error);
  CHECK(sink.tickets.size() == 1);
  REQUIRE(sink.rejections.size() == 1);
  CHECK(sink.rejections[0].place.line == 2);
  CHECK(sink.rejections[0].place.column == 1);
}

TEST_CASE("JSON lines: a bad line costs that line") {
  CHECK(tickets("jsonl", "{\"subject\":\"a\"}\r\n\n  \n{\"subject\":x}\n[1]\n{\"subject\":\"b\"} x\n{\"subject\":\"c\"}") ==
        "1 a\n7 c\n"
        "! 4:12 syntax error while parsing value - invalid literal; last read: '\"subject\":x' [{\"subject\":x}]\n"
        "! 5:1 no object [[1]]\n"
        "! 6:17 syntax error while parsing value - invalid literal; last read: '\"b\"} x'; expected end of input "
        "[{\"subject\":\"b\"} x]\n");
  CHECK(tickets("jsonl", std::string("{}\0\n{\"subject\":\"a\"}\n", 20)) == std::string("2 a\n! 1:3 NUL byte [{}\0]\n", 25));
}

TEST_CASE("JSON lines: an endless line is skipped") {
  const std::string text = "{\"subject\":\"a\"}\n\"" + std::string(65 << 20, 'x') + "\"\n{\"subject\":\"b\"}\n";
  MemorySource source(text);
  CollectSink sink;
  read_jsonl(source, reading(Kind::kTicket), sink);
  CHECK(sink.lines == std::vector<std::uint64_t>{1, 3});
  REQUIRE(sink.rejections.size() == 1);
  CHECK(sink.rejections[0].reason == "a line over 64 MiB");
  CHECK(sink.rejections[0].place.line == 2);
  CHECK(sink.rejections[0].place.column == 1);
}

TEST_CASE("JSON import: numbers keep their digits") {
  CollectSink sink;
  read_into(sink, "jsonl", R"({"subject":"a","id":12345678901234567890123,"x":1.10,"y":-0,"z":1e5,"n":null,"e":""})",
            reading(Kind::kTicket));
  REQUIRE(sink.tickets.size() == 1);
  CHECK(sink.tickets[0].external_id == "12345678901234567890123");
  CHECK(json::dump(sink.tickets[0].extra) == R"({"x":1.10,"y":-0,"z":1e5})");
}

TEST_CASE("JSON import: an empty input is an error") {
  CollectSink sink;
  CHECK_THROWS_WITH_AS(read_into(sink, "json", " \n", reading(Kind::kTicket)), "input: nothing in it", Error);
  CHECK_THROWS_WITH_AS(read_into(sink, "jsonl", "\n", reading(Kind::kTicket)), "input: nothing in it", Error);
}

TEST_CASE("JSON import: stops when the sink says so") {
  for (const std::string_view format : {"json", "jsonl"}) {
    CollectSink sink;
    sink.left = 1;
    read_into(sink, format, "{\"subject\":\"a\"}\n{\"subject\":\"b\"}\n", reading(Kind::kTicket));
    CHECK(sink.tickets.size() == 1);
    CHECK(sink.rejections.empty());
  }
}
