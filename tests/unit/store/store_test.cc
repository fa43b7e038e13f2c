#include "store/store.hh"

#include <doctest/doctest.h>

#include <fstream>

#include "store/schema.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("Store: made whole, opened again") {
  TempFolder folder;
  const std::string path = folder.file("a b#?%.ckm");
  {
    Store store = Store::create(path);
    CHECK(store.writable());
    CHECK(store.path() == path);
    CHECK(store.db().integer("PRAGMA application_id") == kApplicationId);
    CHECK(store.db().integer("PRAGMA user_version") == schema_version());
    CHECK(store.db().integer("PRAGMA page_size") == 16384);
    CHECK(store.db().text("PRAGMA journal_mode") == "wal");
    CHECK(store.db().text("PRAGMA integrity_check") == "ok");
    CHECK(derived_current(store.db()));
    CHECK(store.find_source("local") == 1);
    CHECK(store.find_source("zendesk") == 0);
    const auto id = store.source_id("zendesk");
    CHECK(store.source_id("zendesk") == id);
    CHECK(store.source_name(id) == "zendesk");
    CHECK(store.source_name(99).empty());
  }
  CHECK(folder.names() == std::vector<std::string>{"a b#?%.ckm"});
  CHECK(exit_of([&] { Store::create(path); }) == Exit::kConflict);
  Store store = Store::open(path, Access::kRead);
  CHECK(store.find_source("zendesk") != 0);
}

TEST_CASE("Store: what can't be opened") {
  TempFolder folder;
  const auto opening = [&](const std::string& path) { return exit_of([&] { Store::open(path, Access::kRead); }); };
  CHECK(opening(folder.file("missing.ckm")) == Exit::kNotFound);
  std::ofstream(folder.file("empty.ckm"));
  CHECK(opening(folder.file("empty.ckm")) == Exit::kDamaged);
  CHECK(opening(folder.file("empty.ckm/below")) == Exit::kNotFound);
  std::filesystem::create_directory(folder.file("folder"));
  CHECK(opening(folder.file("folder")) == Exit::kDamaged);
  std::ofstream(folder.file("text.ckm")) << std::string(5000, 'x');
  CHECK(opening(folder.file("text.ckm")) == Exit::kDamaged);
  { Db(folder.file("foreign.db"), Db::Mode::kCreate).exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)"); }
  CHECK(opening(folder.file("foreign.db")) == Exit::kDamaged);
  CHECK(exit_of([&] { Store::open(folder.file("foreign.db"), Access::kWrite); }) == Exit::kDamaged);
  {
    Store store = Store::create(folder.file("newer.ckm"));
    store.db().exec("PRAGMA user_version = 9999");
  }
  CHECK(opening(folder.file("newer.ckm")) == Exit::kDamaged);
  CHECK(exit_of([&] { Store::create(folder.file("none/there.ckm")); }) == Exit::kSystem);
}

TEST_CASE("Store: a cut or overwritten file is damaged, not a crash") {
  TempFolder folder;
  { Store store = Store::create(folder.file("whole.ckm")); }
  std::ifstream in(folder.file("whole.ckm"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  REQUIRE(bytes.size() > 100'000);
  Random random(1);
  int refused = 0;
  for (int round = 0; round < 60; ++round) {
    std::string bad = bytes;
    if (round % 3 == 0) bad.resize(100 + below(random, bad.size() - 100));
    else
      for (int i = 0; i < 400; ++i)
        bad[100 + below(random, round % 3 == 1 ? 16'000 : bad.size() - 100)] = static_cast<char>(random());
    const std::string path = folder.file("bad.ckm");
    std::ofstream(path, std::ios::binary) << bad;
    const Exit code = exit_of([&] { Store::open(path, Access::kRead); });
    CHECK((code == Exit::kDone || code == Exit::kDamaged));
    refused += code == Exit::kDamaged ? 1 : 0;
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  }
  CHECK(refused > 20);
}

TEST_CASE("Store: derived tables of another version are made anew, their content queued") {
  TempFolder folder;
  const std::string path = folder.file("s.ckm");
  Random random(1);
  {
    Store store = Store::create(path);
    import_all<model::Ticket>(store, "s", {random_ticket(random, "1"), random_ticket(random, "2")});
    take_queue(store);
    store.db().exec("UPDATE meta SET value = '0' WHERE name LIKE 'derived%'");
    CHECK_FALSE(derived_current(store.db()));
  }
  Store store = Store::open(path, Access::kRead);
  CHECK(derived_current(store.db()));
  CHECK(queue_length(store) == 2);
}

TEST_CASE("Store: what is named by many can be removed without reading them all") {
  // Each foreign key begins an index, or SQLite reads the whole table for each row removed; but for tables that stay small.
  TempStore store;
  Stmt missing = store.db().prepare(
      "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' "
      "AND f.\"table\" NOT IN ('source', 'change', 'run') AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) l, "
      "pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name = f.\"from\") "
      "AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.pk = 1 AND c.name = f.\"from\")");
  std::string names;
  while (missing.step()) names += missing.string(0) + " ";
  CHECK(names.empty());
}

TEST_CASE("Store: one writer, readers beside it") {
  TempStore first;
  Store second = Store::open(first->path(), Access::kWrite, 30);
  {
    Transaction transaction(first.db());
    first->source_id("new");
    CHECK(exit_of([&] { Transaction other(second.db()); }) == Exit::kLocked);
    CHECK(second.find_source("new") == 0);
    transaction.commit();
  }
  CHECK(second.find_source("new") != 0);
  { Transaction free(second.db()); }
}
