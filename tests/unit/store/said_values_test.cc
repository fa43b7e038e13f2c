#include "store/said_values.hh"

#include <doctest/doctest.h>

#include "store/history.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

const Item kTicket{model::Kind::kTicket, 1};

bool say(Store& store, std::string_view field, std::string_view value) {
  Transaction transaction(store.db());
  ChangeWriter change(store, {"ann", "test", ""});
  const bool changed = say_ticket_value(store, kTicket, field, value, "ann", change);
  change.seal();
  transaction.commit();
  return changed;
}

}  // namespace

TEST_CASE("said_values: a person's word stands above the source's, and one entry of the history tells of it") {
  TempStore store;
  model::Ticket ticket = plain_ticket("1", "a");
  ticket.queue = "day";
  ticket.tags = {"late", "box"};
  import_all(*store, "s", std::vector<model::Ticket>{ticket});
  const Target& queue = *find_target("queue");
  const Target& tag = *find_target("tag");
  const Target& phase = *find_target("phase");
  CHECK(said_values(*store, kTicket, queue) == std::vector<std::string>{"day"});
  CHECK_FALSE(person_value(*store, 1, "queue"));
  CHECK_FALSE(say(*store, "queue", ""));
  CHECK(say(*store, "queue", "night"));
  CHECK_FALSE(say(*store, "queue", "night"));
  CHECK(say(*store, "queue", "dawn"));
  CHECK(said_values(*store, kTicket, queue) == std::vector<std::string>{"dawn"});
  CHECK(store.db().integer("SELECT count(DISTINCT uid) FROM change_entry WHERE kind = 13") == 1);
  CHECK(store.db().integer("SELECT count(*) FROM change_entry WHERE kind = 13") == 2);
  CHECK(say(*store, "queue", ""));
  CHECK(said_values(*store, kTicket, queue) == std::vector<std::string>{"day"});
  // That there is no tag is said, too.
  CHECK(said_values(*store, kTicket, tag) == std::vector<std::string>{"late", "box"});
  CHECK(say(*store, "tag", "[]"));
  CHECK(said_values(*store, kTicket, tag).empty());
  CHECK(is_said(*store, kTicket, tag));
  CHECK_FALSE(is_said(*store, kTicket, phase));
  CHECK(say(*store, "phase", "sale"));
  CHECK(is_said(*store, kTicket, phase));
  const auto all = person_values(*store, 1);
  REQUIRE(all.size() == 2);
  CHECK(all[0] == model::PersonValue{"phase", "sale", "ann", now()});
  CHECK(all[1] == model::PersonValue{"tag", "[]", "ann", now()});
}

TEST_CASE("said_values: what imports may say") {
  CHECK(is_value({"queue", "x", "", 0}));
  CHECK(is_value({"tag", R"(["a"])", "", 0}));
  CHECK(is_value({"tag", "[]", "", 0}));
  CHECK_FALSE(is_value({"queue", "", "", 0}));
  CHECK_FALSE(is_value({"tag", "a", "", 0}));
  CHECK_FALSE(is_value({"tag", "[1]", "", 0}));
  CHECK_FALSE(is_value({"tag", R"([""])", "", 0}));
  CHECK_FALSE(is_value({"category", "x", "", 0}));
  CHECK_FALSE(is_value({"colour", "x", "", 0}));
}
