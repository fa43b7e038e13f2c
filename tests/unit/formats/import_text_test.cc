#include "formats/import_text.hh"

#include <doctest/doctest.h>

#include "base/error.hh"
#include "collect.hh"
#include "text/undecodable.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

model::Article read_one(std::string_view text, std::string file = "a.txt") {
  CollectSink sink;
  PieceSource source(text, 7);
  read_text(source, {std::nullopt, {}, "input", std::move(file)}, sink);
  REQUIRE(sink.articles.size() == 1);
  CHECK(sink.rejections.empty());
  return sink.articles.front();
}

std::string times(std::size_t n, std::string_view piece) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += piece;
  return out;
}

std::string guess(std::string_view head, std::string_view path, bool columns = false) {
  return std::string(guess_import_format(head, path, columns).name);
}

}  // namespace

TEST_CASE("read_text: the first line is the title, the rest the body as it stands") {
  const model::Article a = read_one("\n \n  # Terms of  sale \r\n\r\n \n  First, <b>this</b>.\r\n\r\nThen that. \n\n");
  CHECK(a.kind == model::Kind::kDocument);
  CHECK(a.external_id == "a.txt");
  CHECK(a.title == "Terms of  sale");
  CHECK(a.body == "  First, <b>this</b>.\r\n\r\nThen that.");
  CHECK(read_one("退款").title == "退款");
  CHECK(read_one("退款").body.empty());
  CHECK(read_one("a\rb\rc").body == "b\rc");
  CHECK(read_one("\u3000\u3000\nTitle\n\u3000\u3000Indented").body == "\u3000\u3000Indented");
  CHECK(read_one("#hash\nx").title == "#hash");
  CHECK(read_one("####### seven\nx").title == "####### seven");
  CHECK(read_one("###### six\nx").title == "six");
  CHECK(read_one("# \nx").title == "#");
}

TEST_CASE("read_text: other kinds") {
  CollectSink sink;
  for (const auto kind : {model::Kind::kFaq, model::Kind::kCase, model::Kind::kTicket}) {
    MemorySource source("Why?\n\nBecause.\n");
    read_text(source, {kind, {}, "input", ""}, sink);
  }
  REQUIRE(sink.articles.size() == 2);
  CHECK(sink.articles[0].kind == model::Kind::kFaq);
  CHECK(sink.articles[1].kind == model::Kind::kCase);
  CHECK(sink.articles[1].body == "Because.");
  CHECK(sink.articles[1].external_id.empty());
  REQUIRE(sink.tickets.size() == 1);
  CHECK(sink.tickets[0].subject == "Why?");
  REQUIRE(sink.tickets[0].messages.size() == 1);
  CHECK(sink.tickets[0].messages[0].body == "Because.");
  MemorySource source("Only a subject");
  read_text(source, {model::Kind::kTicket, {}, "input", ""}, sink);
  CHECK(sink.tickets[1].messages.empty());
}

TEST_CASE("read_text: a first line that is too long is cut, and stands in the body") {
  const std::string exact = times(300, "字");
  CHECK(read_one(exact + "\nrest").title == exact);
  CHECK(read_one(exact + "\nrest").body == "rest");
  const std::string plain = exact + "字";
  CHECK(read_one(plain + "\nrest").title == exact);
  CHECK(read_one(plain + "\nrest").body == plain + "\nrest");
  const std::string sentences = "好。" + times(20, "字") + "。" + exact;
  CHECK(read_one(sentences).title == "好。" + times(20, "字") + "。");
  CHECK(read_one("Version 2.0 is out, e.g. here. " + plain).title == "Version 2.0 is out, e.g.");
  CHECK(read_one("# " + times(20, "字") + "，" + times(10, "词") + "," + plain).title ==
        times(20, "字") + "，" + times(10, "词"));
  CHECK(read_one("# " + times(20, "字") + "，" + plain).body == "# " + times(20, "字") + "，" + plain);
  CHECK(read_one("word 1,5 " + times(400, "x")).title == "word 1,5");
}

TEST_CASE("read_text: the file's name is the identifier") {
  CHECK(read_one("x", "退款 说明.md").external_id == "退款 说明.md");
  CHECK(read_one("x", " a\nb\xFF ").external_id == "a b\uFFFD");
}

TEST_CASE("read_text: what is no text") {
  CollectSink sink;
  std::string text = "Title\nsome ";
  text::append_mark(text, {11, "\xE9"});
  text += " more\n";
  read_into(sink, "text", text, reading(std::nullopt));
  read_into(sink, "text", std::string_view("a\0b", 3), reading(std::nullopt));
  REQUIRE(sink.rejections.size() == 2);
  CHECK(sink.rejections[0].reason == "byte 0xE9 at offset 11 can't be decoded");
  CHECK(sink.rejections[0].place.line == 2);
  CHECK(sink.rejections[0].raw == text);
  CHECK(sink.rejections[1].reason == "NUL character");
  CHECK_THROWS_WITH_AS(read_into(sink, "text", " \n\u3000\n", reading(std::nullopt)), "input: nothing in it", Error);
  const std::string large(std::size_t{16} << 20, 'x');
  MemorySource whole(large);
  read_text(whole, {std::nullopt, {}, "input", ""}, sink);
  CHECK(sink.articles.size() == 1);
  const std::string larger = large + "x";
  MemorySource over(larger);
  CHECK_THROWS_WITH_AS(read_text(over, {std::nullopt, {}, "input", ""}, sink), "input: a text over 16 MiB", Error);
}

TEST_CASE("sniff_text: prose and tables in files of its names") {
  const std::string prose = "客戶關係管理,英文是CRM\n它能夠幫助企業,也能夠幫助客戶\n";
  CHECK(guess(prose, "a.txt") == "text");
  CHECK(guess(prose, "A.MD") == "markdown");
  CHECK(guess("Dear Ann,\nthank you; bye.\n", "a.text") == "text");
  CHECK(guess("Hello\n", "notes.markdown") == "markdown");
  CHECK(guess("| a | b |\n|---|:-:|\n| 1 | 2 |\n", "a.md") == "markdown");
  CHECK(guess("[ ] tidy up\n", "todo.txt") == "text");
  CHECK(guess("id|subject\n1|x\n", "a.txt") == "csv");
  CHECK(guess("id,subject\n1,x\n", "a.txt") == "csv");
  CHECK(guess("问题,答案\n怎么退款,在订单里\n", "a.txt") == "csv");
  CHECK(guess("sep=;\na;b\n", "a.txt") == "csv");
  CHECK(guess("0\t怎么退款\t退款\n1\t怎么换货\t换货\n", "a.txt") == "tsv");
  CHECK(guess("1,a\n2,b\n3,c\n4,d\n5,e\n", "a.txt") == "csv");
  CHECK(guess("{\"id\":1}\n{\"id\":2}\n", "a.txt") == "jsonl");
  CHECK(guess("[{\"id\":1}]", "a.md") == "json");
  // Names of columns were given.
  CHECK(guess("Why?\nHow?\n", "a.txt", true) == "csv");
  CHECK(guess("1,a\n2,b\n", "a.txt", true) == "csv");
  // Only a name says that it is a text.
  CHECK_THROWS_AS(guess("Hello\n", "input"), Error);
}
