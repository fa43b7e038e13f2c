#include "store/changes.hh"

#include <doctest/doctest.h>

#include "base/hash.hh"
#include "base/json.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

// The digest of a changeset as ckm-store(5) describes it, from the rows alone.
std::string digest_of(Db& db, std::int64_t id) {
  Stmt head = db.prepare("SELECT at, actor, command, message FROM change WHERE id = ?1");
  REQUIRE(head.bind(id).step());
  Value facts;
  facts.push(head.integer(0)).push(head.string(1)).push(head.string(2)).push(head.string(3));
  std::string text = "ckm change 1\n" + json::dump(facts) + "\n";
  Stmt parents = db.prepare("SELECT parent FROM change_parent WHERE change_id = ?1 ORDER BY parent");
  parents.bind(id);
  while (parents.step()) text += "parent " + hex(parents.bytes(0)) + "\n";
  Stmt entries = db.prepare("SELECT op, kind, uid, salt, snapshot, digest FROM change_entry WHERE change_id = ?1 ORDER BY seq");
  entries.bind(id);
  while (entries.step()) {
    const std::string entry = entries.string(0) + "\n" + std::to_string(entries.integer(1)) + "\n" + entries.string(2) + "\n" +
                              entries.string(3) + "\n" + entries.string(4);
    CHECK(hex(sha256(entry)) == hex(entries.bytes(5)));
    text += "entry " + hex(sha256(entry)) + "\n";
  }
  return hex(sha256(text));
}

}  // namespace

TEST_CASE("ChangeWriter: what changes nothing leaves no trace") {
  TempStore store;
  ChangeWriter change(*store, kAuthor);
  change.seal();
  CHECK(change.id() == 0);
  CHECK(read_changes(*store, 0).empty());
}

TEST_CASE("ChangeWriter: a chain whose digests follow from the rows") {
  TempStore store;
  Random random(1);
  for (int i = 0; i < 20; ++i) {
    ChangeWriter change(*store, {"me", "cmd " + std::to_string(i), "why\n'" + std::to_string(i)});
    for (std::size_t n = 1 + below(random, 4); n > 0; --n)
      change.add(model::Kind::kFaq, "uid" + std::to_string(below(random, 5)), "change", random_text(random, 9));
    change.seal();
  }
  const auto changes = read_changes(*store, 0);
  REQUIRE(changes.size() == 20);
  CHECK(read_changes(*store, 3).size() == 3);
  CHECK(changes.front().author.command == "cmd 19");
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = changes[i];
    CHECK(change.digest == digest_of(store.db(), change.id));
    CHECK(change.at == 1'770'000'000);
    Stmt parents = store.db().prepare("SELECT hex(parent) FROM change_parent WHERE change_id = ?1");
    parents.bind(change.id);
    if (i + 1 == changes.size()) {
      CHECK_FALSE(parents.step());
      continue;
    }
    REQUIRE(parents.step());
    std::string parent = parents.string(0);
    for (char& c : parent) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    CHECK(parent == changes[i + 1].digest);
    CHECK_FALSE(parents.step());
  }
}
