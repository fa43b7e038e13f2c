#include "search/purge.hh"

#include <doctest/doctest.h>

#include <set>

#include "base/process.hh"
#include "search/blobs.hh"
#include "search/index_check.hh"
#include "store/queue.hh"
#include "world.hh"

namespace ckm::search {
namespace {

std::set<std::string> terms_of(store::Store& store) {
  std::set<std::string> terms;
  for (const store::SegmentRow& row : store::read_segments(store, true)) {
    StoreBlobs blobs(store, row.id);
    index::TermCursor cursor(blobs);
    while (cursor.next()) terms.insert(std::string(cursor.term()));
  }
  return terms;
}

void index_all(store::Store& store, const IndexSettings& settings) {
  store::Transaction transaction(store.db());
  Indexer indexer(store, settings);
  while (indexer.step(INT64_MAX) > 0) {
  }
  transaction.commit();
}

void purge(store::Store& store, const IndexSettings& settings) {
  store::Transaction transaction(store.db());
  purge_index(store, settings, [](std::int64_t, std::int64_t) {});
  transaction.commit();
}

}  // namespace

TEST_CASE("purge_index: no term is left that only what is gone had, and the others are those of an index built anew") {
  const IndexSettings settings;
  for (int seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    Random random(static_cast<std::uint64_t>(seed));
    TempStore store;
    std::vector<std::int64_t> ids;
    for (int batch = 0; batch < 4; ++batch) {
      std::vector<model::Ticket> tickets;
      for (int i = 0; i < 30; ++i) {
        model::Ticket ticket;
        ticket.external_id = fmt::format("{}-{}", batch, i);
        ticket.subject = random_words(random, 5) + fmt::format(" own{}x{}", batch, i);
        tickets.push_back(std::move(ticket));
      }
      store::import_all(*store, "desk", tickets);
      index_all(*store, settings);
    }
    std::vector<std::string> gone;
    std::vector<std::string> there;
    store::Stmt rows = store.db().prepare("SELECT id, external_id FROM ticket");
    std::vector<std::pair<std::int64_t, std::string>> all;
    while (rows.step()) all.emplace_back(rows.integer(0), rows.string(1));
    for (const auto& [id, name] : all) {
      std::string term = "own" + name;
      term.replace(term.find('-'), 1, "x");
      const bool goes = name.starts_with("2-") || below(random, 5) == 0;  // One segment goes whole.
      (goes ? gone : there).push_back(term);
      if (goes) store::remove_ticket(*store, id);
    }
    purge(*store, settings);
    const std::set<std::string> terms = terms_of(*store);
    for (const std::string& term : gone) CHECK_FALSE(terms.contains(term));
    for (const std::string& term : there) CHECK(terms.contains(term));
    for (const store::SegmentRow& row : store::read_segments(*store, true)) CHECK(row.dead == 0);
    CHECK(check_index(*store, 1'000).problems.empty());
    CHECK(store.db().integer("SELECT count(*) FROM segment_dead") == 0);
    rebuild_index(*store, settings, [](std::int64_t, std::int64_t) {});
    CHECK(terms_of(*store) == terms);
  }
}

TEST_CASE("purge_index: nothing while another process builds an index of what is gone") {
  TempStore store;
  const IndexSettings settings;
  store::set_rebuilder(*store, process_name());
  CHECK(store::exit_of([&] { purge(*store, settings); }) == Exit::kLocked);
  // One that was killed is cleared.
  store::set_rebuilder(*store, "ended");
  purge(*store, settings);
  CHECK_FALSE(store::rebuilder(*store));
}

}  // namespace ckm::search
