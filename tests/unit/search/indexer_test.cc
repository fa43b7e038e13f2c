#include "search/indexer.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "../store/temp_store.hh"
#include "base/hash.hh"
#include "store/queue.hh"
#include "store/tickets.hh"
#include "world.hh"

namespace ckm::search {

// More documents than are analysed at once.
constexpr int kMany = 17'000;

TEST_CASE("rebuild_index, Indexer: little memory gives the same index in more steps") {
  TempStore store;
  Random random(7);
  {
    store::Transaction transaction(store->db());
    store::ImportRun run(*store, {"s", model::Kind::kTicket, "test", "input"}, store::kAuthor, false);
    for (int i = 0; i < kMany; ++i) {
      model::Ticket ticket;
      ticket.external_id = std::to_string(i);
      ticket.subject = random_words(random, 6);
      run.put(std::move(ticket));
    }
    run.finish();
    transaction.commit();
  }
  IndexSettings settings;
  const auto none = [](std::int64_t, std::int64_t) {};
  rebuild_index(*store, settings, none);
  const auto rows = store::read_segments(*store, true);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].docs == kMany);

  settings.memory = 1;
  std::size_t most = 0;
  rebuild_index(*store, settings,
                [&](std::int64_t, std::int64_t) { most = std::max(most, store::read_segments(*store, false).size()); });
  CHECK(most >= 2);
  const auto again = store::read_segments(*store, true);
  REQUIRE(again.size() == 1);
  CHECK(hex(again[0].checksum) == hex(rows[0].checksum));

  store::Transaction transaction(store->db());
  store::queue_all(*store, model::Kind::kTicket);
  Indexer indexer(*store, settings);
  std::int64_t done = 0;
  int steps = 0;
  for (;; ++steps) {
    const std::int64_t step = indexer.step(INT64_MAX);
    done += step;
    if (step == 0) break;
    CHECK(step < kMany);
  }
  CHECK(done == kMany);
  CHECK(steps >= 3);
  indexer.merge_all();
  const auto merged = store::read_segments(*store, true);
  REQUIRE(merged.size() == 1);
  CHECK(hex(merged[0].checksum) == hex(rows[0].checksum));
}

TEST_CASE("merge_rows: what segments of several settings were built with") {
  World world(5);
  world.oracle.settings.k1 = 1.25;
  world.change(0, 20, 100);
  world.index();
  CHECK(store::read_segments(world.store(), true).at(0).settings == describe(world.oracle.settings));
  world.oracle.settings.k1 = 2;
  for (const double k1 : {2.0, 1.25, 2.0}) {
    world.oracle.settings.k1 = k1;
    world.change(0, 5, 200);
    world.index();
    world.merge();
  }
  const auto rows = store::read_segments(world.store(), true);
  REQUIRE(rows.size() == 1);
  const Value settings = read_settings(rows[0].settings);
  REQUIRE(settings.array() != nullptr);
  CHECK(settings.array()->size() == 2);
  CHECK_THROWS(read_settings("{"));
}

}  // namespace ckm::search
