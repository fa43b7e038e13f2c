#include "formats/import_stackexchange.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/error.hh"
#include "collect.hh"
#include "formats/stack_thread.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

CollectSink& read(CollectSink& sink, std::string_view rows, std::optional<model::Kind> kind = std::nullopt) {
  return read_into(sink, "stackexchange", fmt::format("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<posts>\n{}</posts>\n", rows),
                   reading(kind));
}

std::string question(int id, std::string_view more = "") {
  return fmt::format("  <row Id=\"{0}\" PostTypeId=\"1\" Title=\"Q{0}?\" Body=\"&lt;p&gt;q{0}&lt;/p&gt;\" {1}/>\n", id, more);
}

std::string answer(int id, int parent, int score) {
  return fmt::format("  <row Id=\"{0}\" PostTypeId=\"2\" ParentId=\"{1}\" Score=\"{2}\" Body=\"&lt;p&gt;a{0}&lt;/p&gt;\"/>\n", id,
                     parent, score);
}

// The answers of a FAQ, in its order.
std::string answers_of(const model::Article& article) {
  std::string out;
  for (const Value& answer : *article.extra.find("Answers")->array()) out += answer.find("Id")->to_text() + " ";
  return out;
}

}  // namespace

TEST_CASE("stackexchange: it is known by its first elements") {
  CHECK(sniff_stackexchange("\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<!-- a --><posts>\n  <row Id=\"1\" />"));
  CHECK(sniff_stackexchange("<comments>\n<row Id=\"1\" />"));
  CHECK_FALSE(sniff_stackexchange("<posts><post><id>1</id></post>" + std::string(300, ' ')));
  CHECK_FALSE(sniff_stackexchange("<rss><channel>"));
  CHECK_FALSE(sniff_stackexchange("posts <row "));
}

TEST_CASE("stackexchange: which answers make the FAQ") {
  CollectSink sink;
  // The accepted one first, then others by score that have half of the best one's; without one the best, if anybody liked it.
  read(sink, question(1, "AcceptedAnswerId=\"11\"") + question(2) + question(3) + question(4, "AcceptedAnswerId=\"99\"") +
                 answer(10, 1, 8) + answer(11, 1, -1) + answer(12, 1, 4) + answer(13, 1, 3) + answer(14, 2, 0) +
                 answer(15, 3, 1) + answer(16, 3, 1) + answer(17, 4, 2) + answer(18, 77, 5));
  REQUIRE(sink.articles.size() == 3);
  CHECK(answers_of(sink.articles[0]) == "11 10 12 ");
  CHECK(sink.articles[0].confidence == "validated");
  CHECK(sink.articles[0].body.starts_with("a11\n\n---\n\n**Another answer** (score 8)\n\na10\n"));
  CHECK(sink.articles[0].body.ends_with("**The question in full**\n\n> q1"));
  CHECK(sink.articles[1].external_id == "3");
  CHECK(answers_of(sink.articles[1]) == "15 ");
  CHECK(sink.articles[1].confidence == "not-validated");
  CHECK(answers_of(sink.articles[2]) == "17 ");
  REQUIRE(sink.notes.size() == 3);
  CHECK(sink.notes[1].starts_with("has 1 question whose accepted answer is not in it"));
  CHECK(sink.rejections.empty());
}

TEST_CASE("stackexchange: no more than four answers") {
  CollectSink sink;
  std::string rows = question(1);
  for (int i = 0; i < 9; ++i) rows += answer(10 + i, 1, 5);
  read(sink, rows);
  REQUIRE(sink.articles.size() == 1);
  CHECK(answers_of(sink.articles[0]) == "10 11 12 13 ");
}

TEST_CASE("stackexchange: tags of three times") {
  const std::vector<std::string> both = {"c++", "c#"};
  CHECK(stack_tags("<c++><c#>") == both);
  CHECK(stack_tags("|c++|c#|") == both);
  CHECK(stack_tags("c++ c#") == both);
  CHECK(stack_tags("").empty());
}

TEST_CASE("stackexchange: every row is found again, whatever stands between and however it is written") {
  std::mt19937 random(7);
  std::string rows;
  std::vector<std::string> bodies;
  for (int i = 1; i <= 400; ++i) {
    std::string body(random() % 3000, 'x');
    for (std::size_t at = 0; at < body.size(); at += 1 + random() % 40) body[at] = "ab\n"[random() % 3];
    bodies.push_back(body);
    std::string escaped;
    for (const char c : body) escaped += c == '\n' ? "&#xA;" : c == 'b' ? "&amp;/>" : std::string(1, c);
    rows += random() % 4 == 0 ? "<!-- <row Id='9'/> -->" : "\r\n \n";
    const std::string end = random() % 3 == 0 ? "></row>" : " />";
    rows += fmt::format("<row Id='{}' PostTypeId='1' Title='客户{}' Body=\"{}\"{}", i, i, escaped, end);
  }
  CollectSink sink;
  read(sink, rows, model::Kind::kTicket);
  REQUIRE(sink.tickets.size() == bodies.size());
  std::size_t same = 0;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    std::string came;
    for (const char c : bodies[i]) came += c == 'b' ? "&/>" : std::string(1, c);
    if (sink.tickets[i].messages.empty()) {
      same += came.find_first_not_of('\n') == std::string::npos ? 1 : 0;
      continue;
    }
    const model::Message& message = sink.tickets[i].messages.front();
    same += (message.raw.empty() ? message.body : message.raw) == came ? 1 : 0;
  }
  CHECK(same == bodies.size());
  CHECK(sink.tickets[399].subject == "客户400");
}

TEST_CASE("stackexchange: the sink ends the reading") {
  CollectSink sink;
  sink.left = 1;
  read(sink, question(1) + question(2) + answer(3, 1, 1), model::Kind::kTicket);
  CHECK(sink.tickets.size() == 1);
}
