#include "store/reviews.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "store/articles.hh"
#include "store/categories.hh"
#include "store/edits.hh"
#include "store/undo.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

namespace ckm::store {
namespace {

constexpr Time kNow = 1'770'000'000;

struct Model {
  std::int64_t id = 0;
  bool archived = false;
  std::optional<Time> review_by, changed, valid_to;
  std::optional<std::int64_t> days;
  std::vector<Review> reviews;  // Oldest first.

  [[nodiscard]] std::optional<Time> due() const {
    if (archived) return std::nullopt;
    if (reviews.empty()) {
      if (review_by) return review_by;
      return changed && days ? std::optional(*changed + *days * kDay) : std::nullopt;
    }
    const Review& last = reviews.back();
    if (!last.ok) return last.at;
    if (last.next) return last.next;
    if (review_by && *review_by > last.at) return review_by;
    return days ? std::optional(last.at + *days * kDay) : std::nullopt;
  }
};

}  // namespace

TEST_CASE("due_at and for_each_due: as the rules say, of random articles, categories and reviews") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Random random(seed);
    TempStore store;
    Transaction transaction((*store).db());
    const auto maybe = [&](Time value) { return below(random, 2) == 0 ? std::optional(value) : std::nullopt; };
    const auto some_day = [&] { return kNow + (static_cast<Time>(below(random, 400)) - 200) * kDay; };
    // a, a/b and a/b/c: what the nearest says counts.
    std::array<std::optional<std::int64_t>, 4> days;
    const std::array<std::string, 4> paths = {"", "a", "a/b", "a/b/c"};
    need_category(*store, "a/b/c", 0);
    for (std::size_t i = 1; i < paths.size(); ++i) {
      days[i] = days[i - 1];
      if (below(random, 2) == 0) continue;
      days[i] = static_cast<std::int64_t>(1 + below(random, 100));
      (*store).db().run("UPDATE category SET review_days = ?2 WHERE path = ?1", paths[i], *days[i]);
    }
    std::vector<Model> models;
    for (int i = 0; i < rounds(60); ++i) {
      Model model;
      model::Article article;
      article.external_id = std::to_string(i);
      article.uid = article_uid(article.kind, "s", article.external_id);
      article.title = "Q";
      const std::size_t place = below(random, paths.size());
      article.category = paths[place];
      model.days = days[place];
      article.review_by = model.review_by = maybe(some_day());
      article.valid_to = model.valid_to = maybe(some_day());
      article.created_at = maybe(some_day());
      article.updated_at = maybe(some_day());
      model.changed = article.updated_at ? article.updated_at : article.created_at;
      const Time imported = some_day();
      if (!model.changed) model.changed = imported;
      model.archived = below(random, 5) == 0;
      if (model.archived) article.confidence = "archived";
      model.id = insert_article(*store, (*store).source_id("s"), article, 0);
      const Item item{article.kind, model.id};
      const auto change_at = [&](Time at, const char* command, auto make) {
        set_now(at);
        ChangeWriter change(*store, {"ann", command, ""});
        make(change);
        change.seal();
        set_now(kNow);
      };
      change_at(imported, "import",
                [&](ChangeWriter& change) { change.add(article.kind, article.uid, "add", article_snapshot(article, "s")); });
      if (below(random, 3) == 0) {
        const Time edited = some_day();
        change_at(edited, "edit", [&](ChangeWriter& change) {
          article.title = "Other";
          edit_article(*store, model.id, article, change);
        });
        model.changed = std::max(*model.changed, edited);
      }
      // A label counts above the article's own category.
      if (below(random, 4) == 0) {
        const std::size_t said = 1 + below(random, paths.size() - 1);
        ChangeWriter change(*store, kAuthor);
        edit_label(*store, item, paths[said], "ann", change);
        change.seal();
        model.days = days[said];
      }
      for (std::size_t n = below(random, 3); n > 0; --n) {
        model.reviews.push_back({below(random, 3) > 0, "", maybe(some_day()), some_day(), "ann"});
        ChangeWriter change(*store, kAuthor);
        record_review(*store, item, model.reviews.back(), change);
        change.seal();
      }
      std::ranges::stable_sort(model.reviews, {}, &Review::at);
      models.push_back(model);
    }
    const Time until = some_day();
    std::vector<std::pair<std::int64_t, std::string>> expected;
    for (const Model& model : models) {
      CAPTURE(model.id);
      CHECK(due_at(*store, model.id) == model.due());
      if (model.due() && *model.due() <= until) expected.emplace_back(model.id, "review");
      if (!model.archived && model.valid_to && *model.valid_to <= until) expected.emplace_back(model.id, "expired");
    }
    std::vector<std::pair<std::int64_t, std::string>> due;
    for_each_due(*store, until, [&](const Due& one) { due.emplace_back(one.item.id, one.why); });
    CHECK(due == expected);
  }
}

TEST_CASE("review: taken back, and told again") {
  TempStore store;
  Transaction transaction((*store).db());
  model::Article article;
  article.external_id = "1";
  article.uid = article_uid(article.kind, "s", "1");
  const std::int64_t id = insert_article(*store, (*store).source_id("s"), article, 0);
  const auto record = [&](const Review& review) {
    ChangeWriter change(*store, kAuthor);
    record_review(*store, {article.kind, id}, review, change);
    change.seal();
    return change.id();
  };
  record({true, "one", std::nullopt, 10, "ann"});
  const std::int64_t second = record({false, "two", 99, 20, "bo"});
  REQUIRE(reviews_of(*store, id).size() == 2);
  CHECK(reviews_of(*store, id)[0].note == "two");
  CHECK(reviews_of(*store, id)[0].next == 99);
  undo_change(*store, second, kAuthor);
  REQUIRE(reviews_of(*store, id).size() == 1);
  CHECK(reviews_of(*store, id)[0].note == "one");
  // The undoing undone.
  const std::int64_t last = (*store).db().integer("SELECT max(id) FROM change");
  undo_change(*store, last, kAuthor);
  REQUIRE(reviews_of(*store, id).size() == 2);
  CHECK_FALSE(reviews_of(*store, id)[0].ok);
}

}  // namespace ckm::store
