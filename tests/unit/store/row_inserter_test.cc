#include "store/row_inserter.hh"

#include <doctest/doctest.h>

#include <array>
#include <deque>
#include <string>

#include "base/error.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

constexpr auto kColumns = std::to_array<RowInserter::Column>(
    {{"id"}, {"text", std::string_view("-")}, {"number", std::int64_t{7}}, {"bytes", nullptr}, {"other", nullptr}});

class Rows {
 public:
  Rows() {
    db().exec(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '-', number INTEGER NOT NULL DEFAULT 7, "
        "bytes BLOB, other TEXT) STRICT");
  }
  Db& db() { return store_->db(); }
  std::int64_t count(const std::string& condition) { return db().integer("SELECT count(*) FROM t WHERE " + condition); }

 private:
  TempStore store_;
};

}  // namespace

TEST_CASE("RowInserter: a column that all rows leave at its default is as if it were written") {
  Rows rows;
  RowInserter insert(rows.db(), "t", kColumns);
  for (std::int64_t i = 1; i <= 37; ++i) {  // Two statements of many rows, and some of one.
    const std::array<RowInserter::Cell, 5> row = {i, std::string_view("-"), std::int64_t{7}, nullptr, nullptr};
    insert.add(row);
  }
  CHECK(rows.count("1") == 32);
  insert.flush();
  CHECK(rows.count("text = '-' AND number = 7 AND bytes IS NULL AND other IS NULL") == 37);
  insert.flush();
  CHECK(rows.count("1") == 37);
}

TEST_CASE("RowInserter: rows of one statement may hold different columns") {
  Rows rows;
  RowInserter insert(rows.db(), "t", kColumns);
  std::deque<std::string> texts;
  for (std::int64_t i = 1; i <= 20; ++i) {
    const std::string& text = texts.emplace_back("text " + std::to_string(i));
    const std::array<RowInserter::Cell, 5> row = {i, i % 2 == 0 ? std::string_view(text) : std::string_view("-"),
                                                  i % 5 == 0 ? i : std::int64_t{7},
                                                  i % 3 == 0 ? RowInserter::Cell(Bytes{text}) : RowInserter::Cell(nullptr),
                                                  i == 4 ? RowInserter::Cell("") : RowInserter::Cell(nullptr)};
    insert.add(row);
  }
  insert.flush();
  CHECK(rows.count("1") == 20);
  CHECK(rows.count("text IS iif(id % 2 = 0, 'text ' || id, '-')") == 20);
  CHECK(rows.count("number IS iif(id % 5 = 0, id, 7)") == 20);
  CHECK(rows.count("CAST(bytes AS TEXT) IS iif(id % 3 = 0, 'text ' || id, NULL)") == 20);
  CHECK(rows.count("other IS iif(id = 4, '', NULL)") == 20);
}

TEST_CASE("RowInserter: a row that breaks a constraint is an error") {
  Rows rows;
  RowInserter insert(rows.db(), "t", kColumns);
  const std::array<RowInserter::Cell, 5> row = {std::int64_t{1}, std::string_view("a"), std::int64_t{1}, nullptr, nullptr};
  insert.add(row);
  insert.add(row);
  CHECK_THROWS_AS(insert.flush(), Error);
}
