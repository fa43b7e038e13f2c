#include "store/participants.hh"

#include <doctest/doctest.h>

#include "unit/store/temp_store.hh"

namespace ckm::store {
namespace {

std::int64_t add(TempStore& store, const char* source, const char* id, const char* name, const char* email) {
  store.db().run("INSERT INTO person (uid, source_id, external_id, name, email) VALUES (?1, ?2, ?3, ?4, ?5)",
                 std::string(source) + id, store->source_id(source), id, name, email);
  return store.db().last_id();
}

}  // namespace

TEST_CASE("one address, or one name where an address is missing, is one human being") {
  TempStore store;
  const auto bare = add(store, "desk", "~ann lee", "Ann Lee", "");
  const auto ann = add(store, "shop", "7", "Ann Lee", "Ann@example.org");
  const auto address = add(store, "mail", "~ann@example.org", "", "ann@EXAMPLE.org");
  const auto bob = add(store, "desk", "8", "Bob", "bob@example.org");
  const auto other = add(store, "shop", "8", "Bob", "bob@example.com");
  const auto which = add(store, "mail", "~bob", "Bob", "");
  Participants people(*store);
  CHECK(people.of_person(bare) == people.of_person(ann));
  CHECK(people.of_person(address) == people.of_person(ann));
  CHECK(people.of_person(bob) != people.of_person(other));
  CHECK(people.of_person(which) != people.of_person(bob));  // It could be either.
  CHECK(people.of_person(which) != people.of_person(other));
  CHECK(people.name(people.of_person(ann)) == "Ann Lee");
  CHECK(people.of_person(0) == 0);
  CHECK(people.of_person(99) == 0);
}

TEST_CASE("actors and authors are found by address, name, identifier and mailbox") {
  TempStore store;
  const auto ann = add(store, "desk", "7", "Ann Lee", "ann.lee@example.org");
  const auto lin = add(store, "desk", "8", "林玫", "");
  add(store, "shop", "8", "Bob", "bob@example.org");
  add(store, "shop", "9", "Bo", "bob@example.com");
  Participants people(*store);
  const auto of_ann = people.of_person(ann);
  for (const char* name : {"ann.lee@example.org", "ANN LEE", "7", "ann.lee", "Ann <Ann.Lee@example.org>"})
    CHECK_MESSAGE(people.of_actor(name) == of_ann, name);
  CHECK(people.of_author(store->source_id("desk"), "8") == people.of_person(lin));
  const auto unclear = people.of_actor("8");  // Two sources have one.
  CHECK(people.name(unclear) == "8");
  const auto bob = people.of_actor("bob");  // The name comes before the two mailboxes.
  CHECK(people.name(bob) == "Bob");
  const auto cron = people.of_actor("cron");
  CHECK(people.of_actor("CRON") == cron);
  CHECK(people.of_author(store->source_id("shop"), "Cron") == cron);
  CHECK(people.of_actor("") == 0);
  CHECK(people.size() == 6);
}

}  // namespace ckm::store
