#include "store/said_log.hh"

#include <doctest/doctest.h>

#include "base/json.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/links.hh"
#include "store/reviews.hh"
#include "store/tickets.hh"
#include "store/uses.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

namespace ckm::store {
namespace {

using model::Kind;

// The seats of all entries whose snapshot has the text, newest first.
std::vector<std::int64_t> scanned(Store& store, const std::string& text) {
  std::vector<std::int64_t> changes;
  Stmt rows = store.db().prepare(
      "SELECT change_id, snapshot FROM change_entry WHERE kind BETWEEN 9 AND 12 ORDER BY change_id DESC, seq DESC");
  rows.bind();
  while (rows.step()) {
    if (rows.string(1).find(text) != std::string::npos) changes.push_back(rows.integer(0));
  }
  return changes;
}

}  // namespace

TEST_CASE("said_entries: of each thing what a scan of all entries finds, there or removed") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    TempStore store;
    std::vector<model::Article> articles(4);
    std::vector<model::Ticket> tickets(4);
    for (std::size_t i = 0; i < 4; ++i) {
      articles[i].external_id = std::to_string(i);
      articles[i].title = "Q";
      tickets[i].external_id = "t" + std::to_string(i);
    }
    import_all(*store, "s", articles);
    import_all(*store, "s", tickets);
    for (int i = 0; i < rounds(100); ++i) {
      set_now(1'770'000'000 + i);
      const auto article = find_item(*store, {Kind::kFaq, 0, "s", std::to_string(below(random, 4))});
      const auto other = find_item(*store, {Kind::kFaq, 0, "s", std::to_string(below(random, 4))});
      const auto ticket = find_item(*store, {Kind::kTicket, 0, "s", "t" + std::to_string(below(random, 4))});
      if (!article || !other || !ticket) continue;
      Transaction transaction(store.db());
      ChangeWriter change(*store, {pick(random, {"ann", "bob"}), "test", ""});
      switch (below(random, 6)) {
        case 0: record_use(*store, *article, *ticket, below(random, 2) == 0, "ann", change); break;
        case 1: record_feedback(*store, *article, true, "", "ann", change); break;
        case 2: record_review(*store, *article, {true, "", std::nullopt, now(), "ann"}, change); break;
        case 3: add_link(*store, *ticket, "solved-by", *article, "ann", change); break;
        case 4:
          if (!(*article == *other)) add_link(*store, *article, "related", *other, "ann", change);
          break;
        default:
          if (below(random, 10) == 0) remove_item(*store, below(random, 2) == 0 ? *article : *ticket, change);
      }
      change.seal();
      transaction.commit();
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const auto article = find_known(*store, {Kind::kFaq, 0, "s", std::to_string(i)});
      const auto ticket = find_known(*store, {Kind::kTicket, 0, "s", "t" + std::to_string(i)});
      REQUIRE(article);
      for (const auto& [known, text] :
           {std::pair(*article, article->uid), std::pair(ticket.value_or(*article), "\"t" + std::to_string(i) + "\"")}) {
        if (known.uid == article->uid && text != article->uid) continue;  // A ticket that was removed, of which nothing was said.
        std::vector<std::int64_t> found;
        for (const SaidEntry& entry : said_entries(*store, known, {})) {
          found.push_back(entry.change_id);
          CHECK((entry.ends.front() == end_of(*store, known) || entry.ends.back() == end_of(*store, known)));
        }
        CHECK(found == scanned(*store, text));
        const std::vector<SaidEntry> two = said_entries(*store, known, {2, std::nullopt, {}});
        REQUIRE(two.size() == std::min<std::size_t>(found.size(), 2));
        if (!two.empty()) CHECK(two.back().change_id == found[two.size() - 1]);
        for (const SaidEntry& entry : said_entries(*store, known, {0, 1'770'000'050, "ann"})) {
          CHECK(entry.at >= 1'770'000'050);
          CHECK(entry.author.actor == "ann");
        }
      }
    }
    // By the indexes, whatever they are called.
    Stmt plan = store.db().prepare(
        "EXPLAIN QUERY PLAN SELECT 1 FROM change_entry e WHERE e.kind IN (10, 11, 12) AND e.snapshot ->> 'article' = 'x'");
    plan.bind();
    REQUIRE(plan.step());
    CHECK(plan.string(3).find("change_entry_article") != std::string::npos);
  }
}

}  // namespace ckm::store
