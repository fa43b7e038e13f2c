#include "store/changed_since.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "store/edits.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

namespace ckm::store {

TEST_CASE("ChangedSince: what a log of every deed says") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    TempStore store;
    struct Deed {
      Time at;
      std::int64_t change;
      Item item;
    };
    std::vector<Deed> deeds;
    Time clock = 1'770'000'000;
    const auto last_change = [&] { return store.db().integer("SELECT max(id) FROM change"); };
    for (int i = 0; i < rounds(40) || deeds.size() < 10; ++i) {
      set_now(clock += 1 + static_cast<Time>(below(random, 3)));
      const std::int64_t before = store.db().integer("SELECT ifnull(max(id), 0) FROM change");
      std::vector<Item> met;
      if (below(random, 3) == 0) {
        std::vector<model::Ticket> tickets;
        for (int n = 0; n < 3; ++n) tickets.push_back(plain_ticket(std::to_string(below(random, 6)), random_text(random, 3)));
        std::ranges::sort(tickets, {}, &model::Ticket::external_id);
        tickets.erase(
            std::unique(tickets.begin(), tickets.end(), [](auto& a, auto& b) { return a.external_id == b.external_id; }),
            tickets.end());
        std::int64_t run = 0;
        import_all(*store, "s", tickets, &run);
        Stmt rows = store.db().prepare("SELECT id FROM ticket WHERE changed_run = ?1");
        rows.bind(run);
        while (rows.step()) met.push_back({model::Kind::kTicket, rows.integer(0)});
      } else if (below(random, 2) == 0) {
        std::vector<model::Article> faqs = {random_faq(random, std::to_string(below(random, 6)))};
        std::int64_t run = 0;
        import_all(*store, "s", faqs, &run);
        Stmt rows = store.db().prepare("SELECT id FROM article WHERE changed_run = ?1");
        rows.bind(run);
        while (rows.step()) met.push_back({model::Kind::kFaq, rows.integer(0)});
      } else if (const auto id = store.db().integer("SELECT id FROM ticket ORDER BY id LIMIT 1"); id != 0) {
        Transaction transaction(store.db());
        ChangeWriter change(*store, kAuthor);
        const Item item{model::Kind::kTicket, id};
        if (edit_label(*store, item, pick(random, {"a", "b", "c"}), "ann", change)) met.push_back(item);
        change.seal();
        transaction.commit();
      }
      if (store.db().integer("SELECT ifnull(max(id), 0) FROM change") == before) continue;
      for (const Item& item : met) deeds.push_back({now(), last_change(), item});
    }
    for (int i = 0; i < 10; ++i) {
      const Deed& from = deeds[below(random, deeds.size())];
      const ChangedSince by_time = ChangedSince::time(*store, from.at);
      const ChangedSince by_change = ChangedSince::change(*store, from.change);
      for (const Deed& deed : deeds) {
        const auto any = [&](auto since) {
          return std::ranges::any_of(deeds, [&](const Deed& d) { return d.item == deed.item && since(d); });
        };
        CHECK(by_time.holds(deed.item) == any([&](const Deed& d) { return d.at >= from.at; }));
        CHECK(by_change.holds(deed.item) == any([&](const Deed& d) { return d.change > from.change; }));
      }
    }
  }
}

}  // namespace ckm::store
