#include "formats/repair_fields.hh"

#include <doctest/doctest.h>

#include <random>

#include "base/json.hh"
#include "text/repair.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

model::Message said(std::string body) { return {model::Role::kCustomer, "", std::nullopt, std::move(body), false}; }

}  // namespace

TEST_CASE("repair_fields: clean records are untouched") {
  model::Ticket ticket;
  ticket.subject = "Late (again) & lost?";
  ticket.messages = {said("if a < b, 客戶關係管理(CRM)"), said("")};
  const Value before = to_value(ticket);
  const FieldRepairs done = repair_fields(ticket);
  CHECK(done.texts == 0);
  CHECK(done.findings == 0);
  CHECK(to_value(ticket) == before);
}

TEST_CASE("repair_fields: a ticket's subject and messages, and how they came") {
  model::Ticket ticket;
  ticket.subject = "Late &amp; lost";
  ticket.messages = {said("Where is it?<br>Ann"), said("here"), said("\uE000")};
  ticket.status = "open&nbsp;";
  const FieldRepairs done = repair_fields(ticket);
  CHECK(done.texts == 3);
  CHECK(done.findings == 1);
  CHECK(ticket.subject == "Late & lost");
  CHECK(json::dump(ticket.raw) == R"({"subject":"Late &amp; lost","status":"open&nbsp;"})");
  CHECK(ticket.messages[0].body == "Where is it?\nAnn");
  CHECK(ticket.messages[0].raw == "Where is it?<br>Ann");
  CHECK(ticket.messages[1].raw.empty());
  CHECK(ticket.messages[2].raw.empty());
  CHECK(ticket.status == "open");
}

TEST_CASE("repair_fields: all texts of a case") {
  model::Article article;
  article.kind = model::Kind::kCase;
  article.title = "a&amp;b";
  article.phrasings = {"p", "q&amp;"};
  article.story.reaction = "fine&nbsp;now";
  article.story.attempts = {{std::nullopt, "R&amp;D", "restart", "", "failed"}};
  article.category = "a&amp;b";
  const FieldRepairs done = repair_fields(article);
  CHECK(done.texts == 4);
  CHECK(json::dump(article.raw) ==
        R"({"title":"a&amp;b","phrasings.1":"q&amp;","case.reaction":"fine&nbsp;now","case.attempts.0.who":"R&amp;D"})");
  CHECK(article.story.reaction == "fine now");
  CHECK(article.story.attempts[0].who == "R&D");
  CHECK(article.category == "a&amp;b");
}

TEST_CASE("repair_fields: a text of which nothing would be left stays") {
  model::Article article;
  article.title = "<br>";
  article.body = "\u200B&nbsp;";
  CHECK(repair_fields(article).texts == 0);
  CHECK(article.title == "<br>");
  CHECK(article.body == "\u200B&nbsp;");
}

TEST_CASE("repair_fields: inline readings are counted over the whole record") {
  model::Article few;
  few.title = "重(zhòng)要";
  few.body = "網(wǎng)絡(luò )";
  CHECK(repair_fields(few).texts == 0);
  model::Article many = few;
  many.body = "網(wǎng)絡(luò )服務(wù)發(fā)展";
  CHECK(repair_fields(many).texts == 2);
  CHECK(many.title == "重要");
  CHECK(many.body == "網絡服務發展");
}

TEST_CASE("Names, categories and tags are repaired too, and kept as they came") {
  model::Ticket ticket;
  ticket.subject = "Hilfe";
  ticket.category = "R&amp;D/Retouren";
  ticket.requester = {"JosÃ© GarcÃ­a", "jose@example.org", "7"};
  ticket.tags = {"plain", "Gr\u00C3\u00B6\u00C3\u0178e"};
  const model::Ticket came = ticket;
  CHECK(formats::repair_fields(ticket).texts == 3);
  CHECK(ticket.category == "R&D/Retouren");
  CHECK(ticket.requester.name == "José García");
  CHECK(ticket.tags == std::vector<std::string>{"plain", "Größe"});
  CHECK(model::count_raw(ticket) == 3);
  CHECK(model::to_value(model::as_it_came(ticket)) == model::to_value(came));
  CHECK(model::to_value(model::ticket_from_value(model::to_value(ticket))) == model::to_value(ticket));
}

TEST_CASE("repair_fields: nothing is lost, and twice changes nothing more") {
  const std::vector<std::string> pieces = {"網(wǎng)", "絡(luò )", "(CRM)", "&amp;", "&lt;", "lt;",   "<br>", "\u200B",
                                           "\uE123",   "_x000D_",  "\r\n",  "退款",  "Ã©",   "<b>",   "</b>", "因?yàn)",
                                           "橹",       " ",        "order", "。",    "\n",   "\u3000"};
  std::mt19937 random(1);
  const auto text = [&] {
    std::string out;
    for (std::size_t i = random() % 12; i > 0; --i) out += pieces[random() % pieces.size()];
    return out;
  };
  for (int round = 0; round < 500; ++round) {
    model::Ticket ticket;
    ticket.subject = text();
    for (std::size_t i = random() % 3; i > 0; --i) ticket.messages.push_back(said(text()));
    model::Ticket repaired = ticket;
    const FieldRepairs done = repair_fields(repaired);
    REQUIRE(to_value(as_it_came(repaired)) == to_value(ticket));
    REQUIRE(count_raw(repaired) == done.texts);
    REQUIRE(to_value(model::ticket_from_value(to_value(repaired))) == to_value(repaired));
    model::Article article;
    article.title = "t" + text();
    article.body = text();
    article.phrasings = {text(), text()};
    model::Article mended = article;
    const FieldRepairs changed = repair_fields(mended);
    REQUIRE(to_value(as_it_came(mended)) == to_value(article));
    REQUIRE(count_raw(mended) == changed.texts);
    REQUIRE(to_value(model::article_from_value(to_value(mended))) == to_value(mended));
  }
}
