#include "store/sqlite.hh"

#include <doctest/doctest.h>

#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

TEST_CASE("Transaction: rolled back unless committed") {
  TempFolder folder;
  Db db(folder.file("a.db"), Db::Mode::kCreate);
  db.exec("CREATE TABLE t (a)");
  {
    Transaction gone(db);
    db.run("INSERT INTO t VALUES (1)");
  }
  CHECK(db.integer("SELECT count(*) FROM t") == 0);
  try {
    Transaction broken(db);
    db.run("INSERT INTO t VALUES (2)");
    db.exec("no SQL");
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kBug);
  }
  CHECK(db.integer("SELECT count(*) FROM t") == 0);
  {
    Transaction kept(db);
    db.run("INSERT INTO t VALUES (3)");
    kept.commit();
  }
  CHECK(db.integer("SELECT count(*) FROM t") == 1);
}

TEST_CASE("Stmt: every type comes back") {
  TempFolder folder;
  Db db(folder.file("a.db"), Db::Mode::kCreate);
  db.exec("CREATE TABLE t (i, r, x, b, n, e, o)");
  const std::string text("a\0é", 4);
  db.run("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", INT64_MIN, 0.5, text, Bytes{std::string_view("\0\xFF", 2)}, nullptr,
         std::string_view(), std::optional<std::int64_t>());
  Stmt stmt = db.prepare("SELECT *, typeof(x), typeof(b), typeof(e) FROM t");
  stmt.bind();
  REQUIRE(stmt.step());
  CHECK(stmt.integer(0) == INT64_MIN);
  CHECK(stmt.real(1) == 0.5);
  CHECK(stmt.text(2) == text);
  CHECK(stmt.bytes(3) == std::string_view("\0\xFF", 2));
  CHECK(stmt.null(4));
  CHECK_FALSE(stmt.maybe_integer(4));
  CHECK_FALSE(stmt.null(5));
  CHECK(stmt.text(5).empty());
  CHECK(stmt.null(6));
  CHECK(stmt.text(7) == "text");
  CHECK(stmt.text(8) == "blob");
  CHECK(stmt.text(9) == "text");
  CHECK_FALSE(stmt.step());
}

TEST_CASE("Db: a copy while it is open") {
  TempStore store;
  store->source_id("kept");
  store.db().copy_to(store.folder().file("copy.ckm"));
  Store copy = Store::open(store.folder().file("copy.ckm"), Access::kRead);
  CHECK(copy.find_source("kept") != 0);
  CHECK(copy.db().text("PRAGMA integrity_check") == "ok");
}
