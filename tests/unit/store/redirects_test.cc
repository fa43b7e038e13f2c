#include "store/redirects.hh"

#include <doctest/doctest.h>

#include "store/edits.hh"
#include "store/history.hh"
#include "temp_store.hh"

namespace ckm::store {
namespace {

std::string uid_of(Store& store, const Item& item) {
  return store.db().text("SELECT uid FROM article WHERE id = ?1", item.id).value_or("");
}

TEST_CASE("references lead to what is there, by the last entry of each") {
  TempStore store;
  ChangeWriter added(*store, kAuthor);
  std::vector<Item> items;
  std::vector<std::string> uids;
  for (const char* title : {"a", "b", "c"}) {
    model::Article article;
    article.title = title;
    items.push_back(add_article(*store, article, added));
    uids.push_back(uid_of(*store, items.back()));
  }
  added.seal();
  ChangeWriter change(*store, {"ann", "test", ""});
  const model::Ref a{model::Kind::kFaq, items[0].id, {}, {}};
  const auto target = [&]() -> std::int64_t {
    change.flush();
    const auto followed = follow(*store, a);
    return followed ? followed->item.id : 0;
  };
  CHECK(target() == items[0].id);
  CHECK(follow(*store, a)->merges.empty());
  remove_item(*store, items[0], change, uids[1]);
  CHECK(target() == items[1].id);
  CHECK_FALSE(merge_of(*store, uids[1]));
  remove_item(*store, items[1], change, uids[2]);
  CHECK(target() == items[2].id);
  CHECK(follow(*store, a)->merges.size() == 2);
  CHECK(merge_text(*store, "faq:1", follow(*store, a)->merges) ==
        "faq:1 was merged into faq:2 on 2026-02-02 by ann, and that into faq:3 on 2026-02-02 by ann");

  // As two copies that were joined may have it: round in a circle.
  remove_item(*store, items[2], change, uids[0]);
  CHECK(target() == 0);
  CHECK(exit_of([&] { need_item(*store, "faq:1"); }) == Exit::kNotFound);
  change.seal();

  // Forgotten content is told by what was noted of it.
  store.db().exec("UPDATE change_entry SET snapshot = NULL WHERE op = 'remove'");
  CHECK(merge_of(*store, uids[0])->into == uids[1]);
}

TEST_CASE("a way of many steps is told by its first and its last") {
  TempStore store;
  ChangeWriter added(*store, kAuthor);
  std::vector<Item> items;
  for (int i = 0; i < 200; ++i) {
    model::Article article;
    article.title = "a";
    items.push_back(add_article(*store, article, added));
  }
  added.seal();
  ChangeWriter change(*store, {"ann", "test", ""});
  for (std::size_t i = 0; i + 1 < items.size(); ++i) remove_item(*store, items[i], change, uid_of(*store, items[i + 1]));
  change.seal();
  const auto text = [&](std::int64_t id) {
    return merge_text(*store, "it", follow(*store, {model::Kind::kFaq, id, {}, {}})->merges);
  };
  CHECK(text(1) == "it was merged into faq:2 on 2026-02-02 by ann, by way of 197 others into faq:200 on 2026-02-02 by ann");
  CHECK(text(196) == "it was merged into faq:197 on 2026-02-02 by ann, by way of 2 others into faq:200 on 2026-02-02 by ann");
  CHECK(text(197) ==
        "it was merged into faq:198 on 2026-02-02 by ann, and that into faq:199 on 2026-02-02 by ann, and that "
        "into faq:200 on 2026-02-02 by ann");
  CHECK(text(199) == "it was merged into faq:200 on 2026-02-02 by ann");
}

TEST_CASE("what was removed after it came back leads nowhere") {
  TempStore store;
  ChangeWriter added(*store, kAuthor);
  model::Article article;
  article.title = "a";
  const Item a = add_article(*store, article, added);
  const std::string uid = uid_of(*store, a);
  article.title = "b";
  const Item b = add_article(*store, article, added);
  added.seal();
  ChangeWriter change(*store, kAuthor);
  remove_item(*store, a, change, uid_of(*store, b));
  change.flush();
  REQUIRE(merge_of(*store, uid));
  const std::vector<Version> versions = versions_of(*store, uid);
  REQUIRE(restore(*store, {model::Kind::kFaq, uid, std::nullopt}, versions.front(), "ann", change));
  change.flush();
  CHECK_FALSE(merge_of(*store, uid));
  remove_item(*store, a, change);
  change.flush();
  CHECK_FALSE(merge_of(*store, uid));
  CHECK_FALSE(follow(*store, {model::Kind::kFaq, a.id, {}, {}}));
}

}  // namespace
}  // namespace ckm::store
