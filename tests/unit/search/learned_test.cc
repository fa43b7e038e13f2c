#include "search/learned.hh"

#include <doctest/doctest.h>

#include <cmath>

#include "search/asked_terms.hh"
#include "search/index_check.hh"
#include "store/learned.hh"
#include "unit/rounds.hh"
#include "world.hh"

namespace ckm::search {
namespace {

using Dense = std::map<std::uint64_t, double>;

Dense dense(const LearnedVector& vector) { return {vector.begin(), vector.end()}; }

double product(const Dense& a, const Dense& b) {
  double sum = 0;
  for (const auto& [feature, weight] : a) sum += b.contains(feature) ? weight * b.at(feature) : 0;
  return sum;
}

// FAQ of random titles, a part of them with wordings, each told to the model too.
class Taught {
 public:
  Taught(std::uint64_t seed, int articles, int wordings) : random_(seed) {
    store::Transaction transaction(store_.db());
    for (int i = 0; i < articles; ++i) {
      model::Article article;
      article.external_id = std::to_string(i);
      article.uid = store::article_uid(article.kind, "s", article.external_id);
      article.title = random_words(random_, 8);
      const std::int64_t id = store::insert_article(*store_, store_->source_id("s"), article, 0);
      titles_[static_cast<std::uint32_t>(id)] = article.title;
    }
    for (int use = 1; use <= wordings; ++use) {
      const auto article = static_cast<std::uint32_t>(1 + below(random_, static_cast<std::size_t>(articles)));
      wordings_[article].push_back(random_words(random_, 8));
      store::learn_wording(*store_, article, use, wordings_[article].back());
    }
    Indexer indexer(*store_, {});
    while (indexer.step(INT64_MAX) > 0) {
    }
    transaction.commit();
  }

  store::Store& store() { return *store_; }
  Random& random() { return random_; }
  const std::map<std::uint32_t, std::string>& titles() const { return titles_; }
  const std::vector<std::string>& wordings(std::uint32_t article) { return wordings_[article]; }

 private:
  Random random_;
  TempStore store_;
  std::map<std::uint32_t, std::string> titles_;
  std::map<std::uint32_t, std::vector<std::string>> wordings_;
};

std::vector<store::Item> first(Session& session, const std::string& query, std::size_t limit) {
  SearchOptions options;
  options.limit = limit;
  std::vector<store::Item> items;
  for (const Candidate& found : Search(session, query, options).best()) {
    if (items.size() < limit) items.push_back(found.item);
  }
  return items;
}

}  // namespace

TEST_CASE("LearnedLane: the cosine of dense vectors, never above its bound, the nearest first") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Taught taught(seed, 60, 90);
    Session session(taught.store());
    LearnedLane* const lane = session.learned(model::Kind::kFaq);
    REQUIRE(lane != nullptr);
    CHECK(lane->share() == doctest::Approx(90.0 / (90 + 60)));
    Vocabulary& words = session.vocabulary(model::Kind::kFaq);
    const auto vector = [&](const std::string& text) {
      const std::vector<const KnownWord*> known = words.words(text);
      words.weigh();
      return learned_vector(known);
    };
    for (int i = 0; i < rounds(20); ++i) {
      const std::string query = random_words(taught.random(), 8);
      CAPTURE(query);
      const Dense asked = dense(vector(query));
      const std::vector<const KnownWord*> query_words = words.words(query);
      words.weigh();
      const bool telling = std::ranges::any_of(query_words, [](const KnownWord* word) { return !word->unit.function_word; });
      const std::vector<std::uint32_t> nearest = lane->ask(query_words, 100);
      std::map<std::uint32_t, double> nearness;
      for (const auto& [article, title] : taught.titles()) {
        CAPTURE(article);
        Dense sum;
        for (const std::string& wording : taught.wordings(article)) {
          for (const auto& [feature, weight] : wording_vector(words.words(wording))) sum[feature] += weight;
        }
        if (!sum.empty()) nearness[article] = product(asked, sum) / std::sqrt(product(sum, sum));
        for (const auto& [feature, weight] : vector(title)) sum[feature] += weight;
        const double expected = sum.empty() ? 0 : product(asked, sum) / std::sqrt(product(sum, sum));
        const std::vector<const KnownWord*> title_words = words.words(title);
        words.weigh();
        const double cosine = lane->cosine(article, title_words);
        CHECK(cosine == doctest::Approx(expected).epsilon(1e-5));
        CHECK(cosine <= lane->most(article, title_words));
      }
      double last = 2;
      for (const std::uint32_t article : nearest) {
        CHECK(nearness.at(article) <= last + 1e-6);
        last = nearness.at(article);
      }
      // Function words alone choose nobody.
      for (const auto& [article, near] : nearness) {
        if (near > 0.5 && telling) CHECK(std::ranges::count(nearest, article) == 1);
      }
    }
  }
}

TEST_CASE("Search: with learned wordings, the best few are the first of many") {
  Taught taught(5, 250, 400);
  Session session(taught.store());
  for (int i = 0; i < rounds(60); ++i) {
    const std::string query = random_words(taught.random(), 6);
    CAPTURE(query);
    const std::vector<store::Item> many = first(session, query, 250);
    for (const std::size_t limit : {1, 3, 10}) {
      const std::vector<store::Item> few = first(session, query, limit);
      REQUIRE(few.size() == std::min(limit, many.size()));
      CHECK(std::equal(few.begin(), few.end(), many.begin()));
    }
  }
}

// All that is derived of wordings, and what an order of results depends on.
std::string what_is_derived(store::Db& db) {
  std::string all;
  for (const char* const query :
       {"SELECT kind || ' ' || article_id || ' ' || uses || ' ' || hex(data) FROM learned ORDER BY 1",
        "SELECT kind || ' ' || term || ' ' || article_id FROM learned_term ORDER BY 1",
        "SELECT hex(term) || ' ' || asked FROM asked_term ORDER BY 1", "SELECT count(*) || ' wait' FROM wording_queue"}) {
    store::Stmt rows = db.prepare(query);
    rows.bind();
    while (rows.step()) all += rows.string(0) + '\n';
  }
  return all;
}

void index_all(store::Store& store, std::int64_t batch) {
  store::Transaction transaction(store.db());
  Indexer indexer(store, {});
  while (indexer.step(batch) > 0) {
  }
  transaction.commit();
}

TEST_CASE("Indexer: what was learned follows from the wordings that are there, not from the way that led to them") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    Taught taught(seed, 30, 40);
    store::Db& db = taught.store().db();
    Random& random = taught.random();
    std::int64_t use = 100;
    for (int i = 0; i < rounds(6); ++i) {
      CAPTURE(i);
      {
        store::Transaction transaction(db);
        for (std::size_t n = below(random, 6); n > 0; --n)
          store::learn_wording(taught.store(), static_cast<std::int64_t>(1 + below(random, 30)), ++use, random_words(random, 8));
        if (below(random, 2) == 0) {
          db.run(
              "DELETE FROM phrasing WHERE use_id IN (SELECT use_id FROM phrasing WHERE origin = 'learned' ORDER BY use_id LIMIT "
              "5 "
              "OFFSET ?1)",
              static_cast<std::int64_t>(below(random, 20)));
        }
        // Another language, in whose stems words are kept from now on; or one less.
        if (below(random, 3) == 0)
          db.run("UPDATE article SET language = iif(language = 'de', 'en', 'de'), body = 'Wie geht das' WHERE id = 7");
        transaction.commit();
      }
      index_all(taught.store(), static_cast<std::int64_t>(1 + below(random, 50)));
      const std::string before = what_is_derived(db);
      // A use, and back.
      {
        store::Transaction transaction(db);
        store::learn_wording(taught.store(), 3, 99'999, random_words(random, 8));
        transaction.commit();
      }
      index_all(taught.store(), 10);
      CHECK(what_is_derived(db) != before);
      db.run("DELETE FROM phrasing WHERE use_id = 99999");
      index_all(taught.store(), 10);
      CHECK(what_is_derived(db) == before);
      {
        store::Transaction transaction(db);
        count_asked(taught.store());
        transaction.commit();
      }
      CHECK(what_is_derived(db) == before);
      rebuild_index(taught.store(), {}, [](std::int64_t, std::int64_t) {});
      const std::string rebuilt = what_is_derived(db);
      // Before, segments may have had languages of what is gone since.
      rebuild_index(taught.store(), {}, [](std::int64_t, std::int64_t) {});
      CHECK(what_is_derived(db) == rebuilt);
    }
  }
}

TEST_CASE("check_index: what was learned is summed up, and for articles that are there") {
  Taught taught(6, 20, 30);
  CHECK(check_index(taught.store(), 0).problems.empty());
  store::Db& db = taught.store().db();
  db.exec("UPDATE learned SET uses = uses + 1 WHERE article_id = (SELECT min(article_id) FROM learned)");
  db.exec("DELETE FROM learned WHERE article_id = (SELECT max(article_id) FROM learned)");
  db.exec("INSERT INTO learned VALUES (2, 12345, 1, x'')");
  db.exec("UPDATE learned SET data = x'00' WHERE article_id = (SELECT article_id FROM learned ORDER BY 1 LIMIT 1 OFFSET 1)");
  const IndexReport report = check_index(taught.store(), 0);
  CHECK(report.problems == std::vector<std::string>{"what 4 articles learned is not what their uses say"});
  // What waits to be summed up is no problem.
  store::queue_all_learned(taught.store());
  db.exec("INSERT OR IGNORE INTO learned_queue VALUES (12345)");
  CHECK(check_index(taught.store(), 0).problems.empty());
}

}  // namespace ckm::search
