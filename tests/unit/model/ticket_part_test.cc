#include "model/ticket_part.hh"

#include <doctest/doctest.h>

#include <random>

#include "model/ticket.hh"

using namespace ckm;
using namespace ckm::model;

namespace {

Message mail(const std::string& id, Time at, const std::string& author) {
  Message message{Role::kAgent, author, at, "text of " + id, false};
  message.external_id = id;
  return message;
}

Ticket part_of(std::vector<Message> messages) {
  Ticket ticket;
  ticket.external_id = "t";
  sort_messages(messages);
  const std::string& author = messages.front().author;
  const auto open = author.find('<');
  ticket.requester = {author.substr(0, open - 1), author.substr(open + 1, author.size() - open - 2), {}};
  ticket.subject = "subject of " + messages.front().external_id;
  ticket.created_at = messages.front().at;
  ticket.updated_at = messages.back().at;
  for (Message& message : messages) message.role = message.author == author ? Role::kCustomer : Role::kAgent;
  ticket.messages = std::move(messages);
  return ticket;
}

constexpr const char* kAnn = "Ann <ann@x.org>";
constexpr const char* kBob = "Bob <bob@y.org>";

}  // namespace

TEST_CASE("join_part: a later part brings its messages and leaves the rest") {
  const Ticket first = part_of({mail("a", 10, kAnn), mail("c", 30, kBob)});
  const Ticket joined = join_part(first, part_of({mail("b", 20, kBob), mail("d", 40, kAnn)}), {});
  std::string order;
  for (const Message& message : joined.messages) order += message.external_id;
  CHECK(order == "abcd");
  CHECK(joined.subject == "subject of a");
  CHECK(joined.requester.email == "ann@x.org");
  CHECK(joined.created_at == 10);
  CHECK(joined.updated_at == 40);
}

TEST_CASE("join_part: an earlier part says who asks") {
  const Ticket reply = part_of({mail("b", 20, kBob)});
  CHECK(reply.messages.front().role == Role::kCustomer);
  Ticket joined = join_part(reply, part_of({mail("a", 10, kAnn)}), {{}, true});
  CHECK(joined.subject == "subject of a");
  CHECK(joined.requester.name == "Ann");
  CHECK(joined.messages[0].role == Role::kCustomer);
  CHECK(joined.messages[1].role == Role::kAgent);
  // Where the team's addresses are known, roles don't hang on who was first.
  joined = join_part(reply, part_of({mail("a", 10, kAnn)}), {});
  CHECK(joined.messages[1].role == Role::kCustomer);
}

TEST_CASE("join_part: a message that is known is replaced, and a name that the store has stays") {
  Ticket known = part_of({mail("a", 10, kAnn)});
  known.requester.name = "Ann Lee";
  known.status = "open";
  known.tags = {"x"};
  Ticket part = part_of({mail("a", 10, kAnn)});
  part.messages.front().body = "new";
  part.tags = {"x", "y"};
  part.extra.set("list-id", "l");
  const Ticket joined = join_part(known, part, {});
  REQUIRE(joined.messages.size() == 1);
  CHECK(joined.messages.front().body == "new");
  CHECK(joined.requester.name == "Ann Lee");
  CHECK(joined.status == "open");
  CHECK(joined.tags == std::vector<std::string>{"x", "y"});
  CHECK(joined.extra.find("list-id")->to_text() == "l");
}

TEST_CASE("join_part: however a thread is cut, the whole is the same, and twice is once") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Message> all;
    for (int i = 0; i < 8; ++i) all.push_back(mail(std::string(1, static_cast<char>('a' + i)), 10 * i, i % 3 == 0 ? kAnn : kBob));
    const Ticket whole = part_of(all);
    std::vector<std::vector<Message>> pieces(3);
    for (const Message& message : all) pieces[random() % 3].push_back(message);
    std::optional<Ticket> joined;
    for (int twice = 0; twice < 2; ++twice) {
      for (const auto& piece : pieces) {
        if (piece.empty()) continue;
        joined = joined ? join_part(*joined, part_of(piece), {{}, true}) : part_of(piece);
      }
    }
    REQUIRE(to_value(*joined) == to_value(whole));
  }
}
