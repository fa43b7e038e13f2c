#include "store/run_again.hh"

#include <doctest/doctest.h>

#include <array>

#include "store/articles.hh"
#include "store/edits.hh"
#include "store/history.hh"
#include "store/items.hh"
#include "store/runs.hh"
#include "store/undo.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

namespace ckm::store {
namespace {

using Fields = std::array<std::string, 3>;

Fields fields_of(const model::Article& article) { return {article.body, article.product, article.phase}; }

model::Article article_of(const Fields& fields) {
  model::Article article;
  article.external_id = "a";
  article.title = "Q";
  article.body = fields[0];
  article.product = fields[1];
  article.phase = fields[2];
  return article;
}

Fields some_fields(Random& random) {
  return {pick(random, {"one", "two", "three"}), pick(random, {"", "lamp"}), pick(random, {"", "sale", "after-sale"})};
}

std::int64_t last_change(Store& store) { return store.db().integer("SELECT max(id) FROM change"); }

}  // namespace

TEST_CASE("undo_change: of an import that was taken back, with edits between, by field and as the history tells") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(rounds(120)); ++seed) {
    CAPTURE(seed);
    Random random(seed);
    TempStore store;
    const Fields first = some_fields(random);
    const Fields second = some_fields(random);
    import_all(*store, "s", std::vector{article_of(first)});
    std::int64_t run = 0;
    import_all(*store, "s", std::vector{article_of(second)}, &run);
    if (first == second) continue;
    const std::int64_t id = find_item(*store, {model::Kind::kFaq, 0, "s", "a"})->id;
    const auto now_of = [&] { return fields_of(read_article(*store, id)->article); };
    const auto edit = [&](const Fields& to) {
      Transaction transaction(store.db());
      ChangeWriter change(*store, kAuthor);
      model::Article article = read_article(*store, id)->article;
      article.body = to[0];
      article.product = to[1];
      article.phase = to[2];
      edit_article(*store, id, article, change);
      change.seal();
      transaction.commit();
    };
    // The import is undone and done again, as often as nothing speaks against it.
    for (int round = 0; round < 4; ++round) {
      CAPTURE(round);
      const Fields done = now_of();
      REQUIRE_NOTHROW(undo_run(*store, run, kAuthor));
      const Fields undone = now_of();
      CHECK(undone == first);
      const std::int64_t undoing = last_change(*store);
      if (below(random, 2) == 0) {
        Fields to = undone;
        const std::size_t which = below(random, to.size());
        to[which] = some_fields(random)[which];
        edit(to);
      }
      const Fields edited = now_of();
      Fields expected;
      bool conflict = false;
      for (std::size_t i = 0; i < 3; ++i) {
        expected[i] = edited[i] == undone[i] ? done[i] : edited[i];
        conflict |= edited[i] != undone[i] && done[i] != undone[i] && edited[i] != done[i];
      }
      bool refused = false;
      try {
        Transaction transaction(store.db());
        undo_change(*store, undoing, kAuthor);
        transaction.commit();
      } catch (const Error& error) {
        CHECK(error.code() == Exit::kConflict);
        refused = true;
      }
      CHECK(refused == (conflict || expected == edited));
      CHECK(now_of() == (refused ? edited : expected));
      const std::vector<Version> versions = versions_of(*store, read_article(*store, id)->article.uid);
      CHECK(fields_of(model::article_from_value(versions.back().content)) == now_of());
      // Nothing is left to be told, and what the import wrote is not the whole of what there is now.
      if (refused || expected != done) break;
    }
  }
}

}  // namespace ckm::store
