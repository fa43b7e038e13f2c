// What else a search tells beside its best results: how many there are, of which values, in which order, and why.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "scan.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;
using model::Kind;

namespace {

Ids ids_of(const std::vector<Result>& results) {
  Ids ids;
  for (const Result& result : results) ids.emplace(result.item.kind, result.item.id);
  return ids;
}

}  // namespace

TEST_CASE("Search: counts, facets and the stream of all are those of the results without a limit") {
  World world(12);
  for (int round = 0; round < 2; ++round) {
    world.change(60, 25, 130);
    world.index(40);
    for (int i = 0; i < rounds(60); ++i) {
      std::string query = random_words(world.random, 4);
      if (i % 3 == 0) query += " status:open";
      if (i % 4 == 0) query += " -退";
      if (i % 5 == 0) query += " (refund OR tag:a)";
      CAPTURE(query);
      SearchOptions options;
      options.limit = 100'000;
      options.rerank = 0;
      Session session(world.store());
      Search search(session, query, options);
      const std::vector<Result> results = search.results();
      const Ids expected = ids_of(results);
      CHECK_FALSE(search.more());
      REQUIRE(search.count() == expected.size());
      Ids streamed;
      search.for_each([&](const store::Item& item) {
        CHECK(streamed.emplace(item.kind, item.id).second);
        return true;
      });
      REQUIRE(streamed == expected);
      std::map<std::string, std::uint64_t> statuses;
      std::map<std::string, std::uint64_t> kinds;
      for (const Result& result : results) {
        ++kinds[std::string(model::info(result.item.kind).name)];
        if (result.item.kind == Kind::kTicket) ++statuses[result.summary.status];
      }
      std::map<std::string, std::uint64_t> counted;
      for (const FacetCount& row : search.facet("status")) counted[row.value] = row.items;
      CHECK(counted == statuses);
      counted.clear();
      for (const FacetCount& row : search.facet("kind")) counted[row.value] = row.items;
      CHECK(counted == kinds);
    }
  }
}

TEST_CASE("Search: pages put together are the whole, in every order") {
  World world(13);
  world.change(60, 25, 130);
  world.index(40);
  world.db().exec("UPDATE ticket SET created_at = 1700000000 + (id * 7919) % 5000000 WHERE id % 5 <> 0");
  world.index();
  for (const Sort sort : {Sort::kScore, Sort::kNewest, Sort::kUpdated, Sort::kUses}) {
    SearchOptions options;
    options.sort = sort;
    options.limit = 100'000;
    const std::vector<Result> whole = search::search(world.store(), "refund order 退", options);
    REQUIRE(whole.size() > 30);
    std::vector<std::int64_t> times;
    for (const Result& result : whole) times.push_back(result.summary.created_at.value_or(-1));
    if (sort == Sort::kNewest) CHECK(std::ranges::is_sorted(times, std::ranges::greater()));
    options.limit = 7;
    for (options.offset = 0; options.offset < whole.size(); options.offset += options.limit) {
      Session session(world.store());
      Search search(session, "refund order 退", options);
      const std::vector<Result> page = search.results();
      REQUIRE(page.size() == std::min<std::size_t>(7, whole.size() - options.offset));
      for (std::size_t i = 0; i < page.size(); ++i) REQUIRE(page[i].item == whole[options.offset + i].item);
      CHECK(search.more() == (options.offset + 7 < whole.size()));
    }
  }
}

TEST_CASE("Search: what is explained adds up to the score") {
  World world(14);
  world.change(60, 25, 130);
  world.index(40);
  std::size_t explained = 0;
  for (int i = 0; i < rounds(40); ++i) {
    const std::string query = random_words(world.random, 6) + (i % 3 == 0 ? " ord*" : "");
    CAPTURE(query);
    SearchOptions options;
    options.explains = true;
    for (const Result& result : search::search(world.store(), query, options)) {
      double sum = 0;
      for (const TermShare& term : result.terms) {
        sum += term.share();
        CHECK(term.in_question + term.in_answer > 0);
      }
      REQUIRE(sum == doctest::Approx(result.score.base).epsilon(1e-6));
      ++explained;
    }
  }
  CHECK(explained > static_cast<std::size_t>(rounds(40)));
}
