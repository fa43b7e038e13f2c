#include "formats/front_matter.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

std::string fields(std::string_view text) {
  const auto found = read_front_matter(text);
  return !found ? "none" : found->unclosed ? "unclosed" : json::dump(found->fields);
}

std::string as_text(std::string_view text) {
  std::string out;
  const auto found = read_front_matter(text);
  for (const std::string& key : found->as_text) out += key + " ";
  return out;
}

}  // namespace

TEST_CASE("front matter: plain and quoted values") {
  CHECK(fields("---\na: b c\n\"quoted key\": 'it''s'\nc: \"x\\\"\\n\\\\\" # tail\nd: a#b # tail\n---\n") ==
        R"({"a":"b c","quoted key":"it's","c":"x\"\n\\","d":"a#b"})");
  CHECK(fields("---\nyes: true\nn: -12\nlong: 007\nnothing:\nnull: ~\ntime: 12:30\nurl: https://example.org/a#b\n---\n") ==
        R"({"yes":true,"n":-12,"long":"007","time":"12:30","url":"https://example.org/a#b"})");
  CHECK(fields("---\r\n标题: 退款：多久\r\n---\r\nText") == R"({"标题":"退款：多久"})");
}

TEST_CASE("front matter: lists") {
  CHECK(fields("---\na: [b, \"c, d\", 'e', 1,]\nf: []\n---\n") == R"({"a":["b","c, d","e",1],"f":[]})");
  CHECK(fields("---\na:\n  - b\n\n  # no\n  - \"c\"\nd:\n- e\n---\n") == R"({"a":["b","c"],"d":["e"]})");
  CHECK(as_text("---\na: [b, \"c, d\"]\n---\n").empty());
}

TEST_CASE("front matter: what is more than that stays text and is told") {
  constexpr std::string_view kText =
      "---\na:\n  b: c\nd: |\n  e\n  f\ng: {h: 1}\ni: [j, [k]]\nl:\n  - m: n\no: \"open\np: ok\n---\n";
  CHECK(as_text(kText) == "a d g i l o ");
  CHECK(fields(kText) == R"({"a":"b: c","d":"|\n  e\n  f","g":"{h: 1}","i":"[j, [k]]","l":"- m: n","o":"\"open","p":"ok"})");
  CHECK(fields("---\na: b\njust words\n---\n") == R"({"a":"b","front_matter":"just words"})");
}

TEST_CASE("front matter: where it ends, and where there is none") {
  CHECK(read_front_matter("---\na: b\n---\nText")->end == 13);
  CHECK(read_front_matter("---\na: b\n...  \r\nText")->end == 16);
  CHECK(fields("---\n---\n") == "null");
  CHECK(fields("---\na: b\n") == "unclosed");
  CHECK(fields("+++\na = 1\n") == "unclosed");
  CHECK(fields("---\n\nA rule, and text: more\n\n---\n") == "none");
  CHECK(fields("---\n\nA rule.\n") == "none");
  CHECK(fields("Text\n---\na: b\n---\n") == "none");
  CHECK(fields("") == "none");
}

TEST_CASE("front matter: TOML") {
  CHECK(fields("+++\na = [\"b\"]\n[c]\nd = 1979-05-27\n+++\n") == R"({"a":["b"],"c":{"d":"1979-05-27"}})");
  CHECK(fields("+++\na = \n+++\n") == R"({"front_matter":"a = \n"})");
  CHECK(as_text("+++\na = \n+++\n") == "front_matter ");
}
