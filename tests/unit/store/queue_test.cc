#include "store/queue.hh"

#include <doctest/doctest.h>

#include "store/tickets.hh"
#include "temp_store.hh"

namespace ckm::store {
namespace {

using model::Kind;

std::vector<std::int64_t> ids(Store& store, Kind kind, std::int64_t limit = INT64_MAX) {
  std::vector<std::int64_t> ids;
  for (const Queued& queued : read_queue(store, kind, limit)) ids.push_back(queued.id);
  return ids;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("queue: what is new, what changed, what is gone") {
  TempStore store;
  Db& db = store.db();
  Random random(1);
  import_all(*store, "s", random_tickets(random, 5));
  import_all(*store, "s", random_faqs(random, 3));
  CHECK(ids(*store, Kind::kTicket) == Ids{1, 2, 3, 4, 5});
  CHECK(ids(*store, Kind::kTicket, 2) == Ids{1, 2});
  CHECK(ids(*store, Kind::kFaq) == Ids{1, 2, 3});
  CHECK(ids(*store, Kind::kCase).empty());
  CHECK(queue_length(*store) == 8);

  remove_queued(*store, Kind::kTicket, read_queue(*store, Kind::kTicket, 3));
  CHECK(ids(*store, Kind::kTicket) == Ids{4, 5});
  CHECK(queue_length(*store) == 5);

  // Before they are seen, changes need no note; afterwards each kind of change makes one, and text outweighs facts.
  db.exec("UPDATE ticket SET subject = 'x' WHERE id = 5; UPDATE ticket SET status = 'x' WHERE id = 2");
  CHECK(ids(*store, Kind::kTicket) == Ids{2, 4, 5});
  CHECK_FALSE(read_queue(*store, Kind::kTicket, 1)[0].text);
  db.exec("UPDATE message SET body = 'x' WHERE ticket_id = 2");
  db.exec("INSERT INTO message (ticket_id, seq, role, body) VALUES (1, 99, 0, 'more'), (5, 99, 0, 'more'), (2, 99, 0, 'more')");
  CHECK(ids(*store, Kind::kTicket) == Ids{1, 2, 4, 5});
  CHECK(read_queue(*store, Kind::kTicket, 2)[1].text);
  db.exec("UPDATE ticket SET status = 'y' WHERE id = 2");
  CHECK(read_queue(*store, Kind::kTicket, 2)[1].text);
  remove_ticket(*store, 3);
  remove_ticket(*store, 4);
  CHECK(ids(*store, Kind::kTicket) == Ids{1, 2, 3, 5});
  take_queue(*store);
  CHECK(queue_length(*store) == 0);

  // No number comes back, not even the last one: what is new is above all that was seen.
  remove_ticket(*store, 5);
  take_queue(*store);
  import_all(*store, "other", random_tickets(random, 1));
  CHECK(ids(*store, Kind::kTicket) == Ids{6});
  take_queue(*store);

  queue_all(*store, Kind::kTicket);
  queue_item(*store, {Kind::kFaq, 2});
  CHECK(ids(*store, Kind::kTicket) == Ids{1, 2, 6});
  CHECK(ids(*store, Kind::kFaq) == Ids{2});
}

TEST_CASE("queue: what a rebuild covers, and what comes after it began") {
  TempStore store;
  Random random(2);
  import_all(*store, "s", random_tickets(random, 4));
  remove_queued(*store, Kind::kTicket, read_queue(*store, Kind::kTicket, 2));
  mark_queue(*store);
  CHECK(ids(*store, Kind::kTicket) == Ids{3, 4});
  store.db().exec("UPDATE ticket SET subject = 'x' WHERE id = 4; UPDATE ticket SET status = 'x' WHERE id = 1");
  import_all(*store, "other", random_tickets(random, 1));
  remove_marked(*store);
  CHECK(ids(*store, Kind::kTicket) == Ids{1, 4, 5});
}

}  // namespace ckm::store
