#include <doctest/doctest.h>

#include <set>

#include "world.hh"

namespace ckm::search {
namespace {

std::vector<std::string> asked(Session& session, const std::string& query, std::size_t offset, std::size_t limit) {
  SearchOptions options;
  options.offset = offset;
  options.limit = limit;
  std::vector<std::string> refs;
  for (const Candidate& found : Search(session, query, options).best())
    refs.push_back(fmt::format("{} {}", model::info(found.item.kind).name, found.item.id));
  return refs;
}

}  // namespace

TEST_CASE("Search: all pages are one list, whatever the second stage moves") {
  TempStore store;
  Random random(11);
  {
    store::Transaction transaction(store->db());
    store::ImportRun run(*store, {"s", model::Kind::kFaq, "test", "input"}, store::kAuthor, false);
    // More than the second stage looks at; many that it moves far down, below those that it does not look at.
    for (int i = 0; i < 300; ++i) {
      model::Article article;
      article.kind = model::Kind::kFaq;
      article.external_id = std::to_string(i);
      article.title = "printer " + random_words(random, 6);
      article.body = i % 5 == 0 ? "printer" : "";
      article.confidence = i % 3 == 0 ? "archived" : "validated";
      run.put(std::move(article));
    }
    run.finish();
    store::ImportRun tickets(*store, {"t", model::Kind::kTicket, "test", "input"}, store::kAuthor, false);
    for (int i = 0; i < 150; ++i) {
      model::Ticket ticket;
      ticket.external_id = std::to_string(i);
      ticket.subject = i % 2 == 0 ? "printer" : "paper " + random_words(random, 3);
      ticket.status = "open";
      tickets.put(std::move(ticket));
    }
    tickets.finish();
    Indexer indexer(*store, {});
    while (indexer.step(INT64_MAX) > 0) {
    }
    transaction.commit();
  }
  Session session(*store);
  for (const std::string query : {"printer", "printer refund the order", "printer kind:faq", "paper (status:open OR printer)"}) {
    CAPTURE(query);
    const std::vector<std::string> all = asked(session, query, 0, 1000);
    CHECK(all.size() >= 300);
    CHECK(std::set(all.begin(), all.end()).size() == all.size());
    for (const std::size_t size : {10U, 33U, 100U, 170U}) {
      std::vector<std::string> pages;
      for (std::size_t offset = 0; offset <= all.size(); offset += size) {
        for (std::string& ref : asked(session, query, offset, size)) pages.push_back(std::move(ref));
      }
      CHECK(pages == all);
    }
  }
}

}  // namespace ckm::search
