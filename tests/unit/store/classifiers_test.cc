#include "store/classifiers.hh"

#include <doctest/doctest.h>

#include "store/predictions.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

StoredClassifier one(std::string field, std::string data, std::string filter = {}) {
  StoredClassifier c;
  c.field = std::move(field);
  c.filter = std::move(filter);
  c.made_at = 7;
  c.seed = 3;
  c.fingerprint[0] = 0xAB;
  c.figures = Value(Value::Object{{"texts", Value(5)}});
  c.data = std::move(data);
  return c;
}

}  // namespace

TEST_CASE("classifiers: one a field, numbered, the same one once") {
  TempStore store;
  CHECK(read_classifiers(*store).empty());
  StoredClassifier first = one("queue", std::string("da\0ta", 5));
  CHECK(write_classifier(*store, first));
  CHECK(first.number == 1);
  StoredClassifier again = one("queue", std::string("da\0ta", 5));
  CHECK_FALSE(write_classifier(*store, again));
  CHECK(again.number == 1);
  StoredClassifier filtered = one("queue", std::string("da\0ta", 5), "source:x");
  CHECK(write_classifier(*store, filtered));
  CHECK(filtered.number == 2);
  StoredClassifier other = one("category", "x");
  CHECK(write_classifier(*store, other));
  const auto all = read_classifiers(*store);
  REQUIRE(all.size() == 2);
  CHECK(all[0].field == "category");
  CHECK(all[1].data.empty());
  const auto read = read_classifier(*store, "queue");
  REQUIRE(read);
  CHECK(read->data == std::string("da\0ta", 5));
  CHECK(read->filter == "source:x");
  CHECK(read->fingerprint == filtered.fingerprint);
  CHECK(read->figures == filtered.figures);
  write_classifier_data(*store, "queue", "less");
  CHECK(read_classifier(*store, "queue")->data == "less");
  CHECK(read_classifier(*store, "queue")->number == 2);
}

TEST_CASE("classifiers: with one that is dropped goes what it said, and nothing else") {
  TempStore store;
  import_all(*store, "s", std::vector<model::Ticket>{plain_ticket("1", "a")});
  const Item item{model::Kind::kTicket, 1};
  StoredClassifier queue = one("queue", "x");
  write_classifier(*store, queue);
  write_verdict(*store, item, *find_target("queue"), Verdict{"night", "model", 0.9, Value(Value::Object{}), true});
  write_verdict(*store, item, *find_target("priority"), Verdict{"high", "model", 0.2, Value(Value::Object{}), false});
  write_verdict(*store, item, *find_target("category"), Verdict{"a/b", "rule", 1, Value(Value::Object{}), true});
  CHECK_FALSE(drop_classifier(*store, "language"));
  CHECK(drop_classifier(*store, "queue"));
  CHECK_FALSE(read_verdict(*store, item, *find_target("queue")));
  CHECK(read_verdict(*store, item, *find_target("priority")));
  CHECK(read_verdict(*store, item, *find_target("category")));
}
