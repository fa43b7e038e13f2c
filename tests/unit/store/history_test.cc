#include "store/history.hh"

#include <doctest/doctest.h>

#include <map>
#include <optional>

#include "base/json.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::store;
using model::Kind;

namespace {

const Author kBy{"ann", "test", ""};

// What one article was after each change.
struct Moment {
  Time at;
  std::optional<std::string> body;  // Nothing: it was gone.
  std::string label;
  bool operator==(const Moment&) const = default;
};
using Model = std::map<std::string, std::vector<Moment>>;  // By identifier.

class Past {
 public:
  explicit Past(std::uint64_t seed) : random_(seed) {}

  void step(Time at) {
    set_now(at);
    const std::string name = pick(random_, {"a", "b", "c"});
    std::vector<Moment>& moments = model_[name];
    const Moment last = moments.empty() ? Moment{0, std::nullopt, ""} : moments.back();
    const auto known = find_known(*store_, {Kind::kFaq, 0, "s", name});
    Transaction transaction(store_.db());
    ChangeWriter change(*store_, kBy);
    Moment next{at, last.body, last.label};
    switch (below(random_, 6)) {
      case 0:
      case 1: {
        if (!known || !known->item) {
          if (known) return;  // Only restoring and undoing bring it back.
          model::Article article;
          article.external_id = name;
          article.uid = article_uid(Kind::kFaq, "s", name);
          article.title = "Q";
          next.body = article.body = "first";
          insert_article(*store_, store_->source_id("s"), article, 0);
          change.add(Kind::kFaq, article.uid, "add", article_snapshot(article, "s"));
          break;
        }
        model::Article article = read_article(*store_, known->item->id)->article;
        next.body = article.body = pick(random_, {"one", "two", "three"});
        CHECK(edit_article(*store_, known->item->id, article, change) == (next.body != last.body));
        break;
      }
      case 2:
        if (!known || !known->item) return;
        next.label = pick(random_, {"", "x", "x/y"});
        CHECK(edit_label(*store_, *known->item, next.label, "ann", change) == (next.label != last.label));
        break;
      case 3:
        if (!known || !known->item) return;
        remove_item(*store_, *known->item, change);
        next = {at, std::nullopt, ""};
        break;
      case 4: {
        if (!known) return;
        const std::vector<Version> versions = versions_of(*store_, known->uid);
        const std::size_t to = below(random_, versions.size());
        const bool changed = restore(*store_, *known, versions[to], "ann", change);
        next.body = moments[to].body;
        next.label = moments[to].label;
        CHECK(changed == (next.body != last.body || next.label != last.label));
        break;
      }
      default: {
        if (!known) return;
        const std::vector<Version> versions = versions_of(*store_, known->uid);
        const std::size_t which = below(random_, versions.size());
        if (which + 1 < versions.size()) {
          CHECK_THROWS_AS(undo_change(*store_, versions[which].change_id, kBy), Error);
          return;
        }
        undo_change(*store_, versions[which].change_id, kBy);
        next = which == 0 ? Moment{at, std::nullopt, ""} : Moment{at, moments[which - 1].body, moments[which - 1].label};
      }
    }
    change.seal();
    transaction.commit();
    if (next.body != last.body || next.label != last.label) moments.push_back(next);
  }

  void check() {
    for (const auto& [name, moments] : model_) {
      if (moments.empty()) continue;
      const auto known = find_known(*store_, {Kind::kFaq, 0, "s", name});
      REQUIRE(known);
      const std::vector<Version> versions = versions_of(*store_, known->uid);
      REQUIRE(versions.size() == moments.size());
      for (std::size_t i = 0; i < versions.size(); ++i) {
        CHECK(versions[i].number == static_cast<std::int64_t>(i + 1));
        CHECK(moment_of(versions[i]) == moments[i]);
        const Version* const then = version_at(versions, moments[i].at);
        CHECK((then != nullptr) == moments[i].body.has_value());
        if (then != nullptr) CHECK(then->number == versions[i].number);
      }
      CHECK(version_at(versions, moments.front().at - 1) == nullptr);
      REQUIRE(known->item.has_value() == moments.back().body.has_value());
      if (!known->item) continue;
      CHECK(read_article(*store_, known->item->id)->article.body == *moments.back().body);
      const EffectiveCategory category = effective_category(*store_, *known->item);
      CHECK((category.origin == "person" ? category.path : "") == moments.back().label);
    }
  }

 private:
  static Moment moment_of(const Version& version) {
    Moment moment{version.at, std::nullopt, version.label};
    if (version.there()) moment.body = model::article_from_value(version.content).body;
    return moment;
  }

  Random random_;
  TempStore store_;
  Model model_;
};

}  // namespace

TEST_CASE("history: versions are what a replayed model says, whatever was edited, restored and undone") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    Past past(seed);
    for (int i = 0; i < rounds(60); ++i) {
      past.step(1'770'000'000 + i * 100);
      if (i % 10 == 9) past.check();
    }
    past.check();
  }
}

TEST_CASE("field_changes: by field, a case by its parts") {
  const auto changes =
      field_changes(json::parse(R"({"kind":"case","title":"a","tags":["x"],"case":{"cause":"c","result":"r"}})", "a"),
                    json::parse(R"({"kind":"case","title":"b","updated_at":"2026","case":{"cause":"d","result":"r"}})", "b"));
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].name == "title");
  CHECK(changes[1].name == "tags");
  CHECK(changes[1].after.is_null());
  CHECK(changes[2].name == "case.cause");
  CHECK(changes[2].before.to_text() == "c");
}

TEST_CASE("need_change: by the first digits of a digest, as a scan of all finds it") {
  TempStore temp;
  Store& store = *temp;
  {
    Transaction transaction(store.db());
    for (int i = 0; i < 2'000; ++i) {
      ChangeWriter change(store, kBy);
      change.add(Kind::kFaq, std::to_string(i), "add", "{}");
      change.seal();
    }
    transaction.commit();
  }
  std::map<std::string, std::int64_t> changes;
  Stmt rows = store.db().prepare("SELECT hex(digest), id FROM change");
  rows.bind();
  while (rows.step()) changes.emplace(rows.string(0), rows.integer(1));
  REQUIRE(changes.size() == 2'000);
  int several = 0;
  for (const auto& [digits, id] : changes) {
    for (const std::size_t size : {4, 5, 11, 64}) {
      const std::string front = digits.substr(0, size);
      CAPTURE(front);
      const auto like = std::ranges::count_if(changes, [&](const auto& change) { return change.first.starts_with(front); });
      if (like == 1) {
        CHECK(need_change(store, "change:" + front) == id);
      } else {
        CHECK_THROWS_WITH_AS(need_change(store, "change:" + front), doctest::Contains("several"), Error);
        ++several;
      }
    }
  }
  CHECK(several > 0);
}
