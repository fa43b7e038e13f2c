#include "store/history.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/hash.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "store/learned.hh"
#include "store/links.hh"
#include "store/reviews.hh"
#include "store/runs.hh"
#include "store/said.hh"
#include "store/said_values.hh"
#include "store/undo.hh"
#include "store/uses.hh"
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
        const Moment& left = moments[which];
        const Moment before = which == 0 ? Moment{at, std::nullopt, ""} : moments[which - 1];
        const auto without = [](const auto& was, const auto& then, const auto& now) { return now == then ? was : now; };
        const auto apart = [](const auto& was, const auto& then, const auto& now) {
          return was != then && now != then && now != was;
        };
        bool refused = last.body != left.body || last.label != left.label;
        Moment undone{at, before.body, before.label};
        if (before.body && left.body && last.body) {
          undone = {at, without(before.body, left.body, last.body), without(before.label, left.label, last.label)};
          refused = apart(before.body, left.body, last.body) || apart(before.label, left.label, last.label) ||
                    (undone.body == last.body && undone.label == last.label);
        }
        if (refused) {
          CHECK_THROWS_AS(undo_change(*store_, versions[which].change_id, kBy), Error);
          return;
        }
        undo_change(*store_, versions[which].change_id, kBy);
        next = undone;
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

namespace {

// What commands do to two articles and two tickets that an import brought.
class Team {
 public:
  explicit Team(std::uint64_t seed) : random_(seed) {
    std::vector<model::Article> articles(2);
    std::vector<model::Ticket> tickets(2);
    for (std::size_t i = 0; i < 2; ++i) {
      articles[i].external_id = tickets[i].external_id = std::to_string(i);
      articles[i].title = tickets[i].subject = "Q";
    }
    import_all(*store_, "s", articles, &run_);
    import_all(*store_, "s", tickets, &tickets_run_);
  }

  void step(Time at) {
    set_now(at);
    const auto article = find_item(*store_, {Kind::kFaq, 0, "s", std::to_string(below(random_, 2))});
    const auto ticket = find_item(*store_, {Kind::kTicket, 0, "s", std::to_string(below(random_, 2))});
    const auto other = find_item(*store_, {Kind::kFaq, 0, "s", std::to_string(below(random_, 2))});
    Transaction transaction(store_.db());
    ChangeWriter change(*store_, kBy);
    switch (below(random_, 10)) {
      case 9:
        if (ticket) say_ticket_value(*store_, *ticket, "queue", pick(random_, {"", "day", "night"}), "ann", change);
        break;
      case 0:
        if (article) edit(*article, change);
        break;
      case 1:
        if (const auto item = below(random_, 2) == 0 ? article : ticket)
          edit_label(*store_, *item, pick(random_, {"", "x", "x/y"}), "ann", change);
        if (article && below(random_, 2) == 0) edit(*article, change);
        break;
      case 2:
        if (article && ticket) {
          const auto solved = below(random_, 3);
          record_use(*store_, *article, *ticket, solved == 0 ? std::nullopt : std::optional(solved == 1), "ann", change);
        }
        break;
      case 3:
        if (article) record_feedback(*store_, *article, below(random_, 2) == 0, pick(random_, {"", "good"}), "ann", change);
        break;
      case 4:
        if (article) record_review(*store_, *article, {below(random_, 2) == 0, "", std::nullopt, at, "bob"}, change);
        break;
      case 5:
        if (article && ticket) add_link(*store_, *ticket, "solved-by", *article, "ann", change);
        break;
      case 6:
        if (article && other && !(*article == *other) && !add_link(*store_, *article, "related", *other, "ann", change))
          remove_link(*store_, *article, "related", *other, change);
        break;
      case 7:
        if (const auto item = below(random_, 2) == 0 ? article : ticket) remove_item(*store_, *item, change);
        break;
      default: restore_some(change);
    }
    change.seal();
    transaction.commit();
    if (change.id() != 0) states_.emplace_back(change.id(), state());
  }

  // All that can be seen, with numbers, as lines.
  std::string state() {
    std::string out;
    for (const Kind kind : {Kind::kTicket, Kind::kFaq}) {
      for_each_item(*store_, kind, [&](std::int64_t id) {
        const Item item{kind, id};
        const EffectiveCategory category = effective_category(*store_, item);
        out += fmt::format("{} {}\n", id, category.origin == "person" ? category.path : "");
        if (kind == Kind::kFaq) {
          const auto stored = read_article(*store_, id);
          out += fmt::format("{} {} {}\n", json::dump(model::to_value(stored->article)), hex(stored->imported), stored->base);
          for (const std::string& wording : learned_wordings(*store_, id)) out += wording + "\n";
        }
        std::vector<std::string> lines;
        for (const Said& said : said_of(*store_, item)) lines.push_back(said.uid + json::dump(said.entry) + "\n");
        std::ranges::sort(lines);
        for (const std::string& line : lines) out += line;
        return true;
      });
    }
    return out;
  }

  // From the end, each once.
  void undo_all(const std::string& first) {
    while (!states_.empty()) {
      const std::int64_t id = states_.back().first;
      CAPTURE(id);
      CHECK(state() == states_.back().second);
      Transaction transaction(store_.db());
      undo_change(*store_, id, kBy);
      CHECK_THROWS_WITH_AS(undo_change(*store_, id, kBy), doctest::Contains("already"), Error);
      transaction.commit();
      states_.pop_back();
    }
    CHECK(state() == first);
    CHECK(undo_run(*store_, tickets_run_, kBy).added == 2);
    CHECK(undo_run(*store_, run_, kBy).added == 2);
  }

 private:
  void edit(const Item& item, ChangeWriter& change) {
    model::Article article = read_article(*store_, item.id)->article;
    article.body = pick(random_, {"", "one", "two"});
    edit_article(*store_, item.id, std::move(article), change);
  }
  void restore_some(ChangeWriter& change) {
    const auto known = find_known(*store_, {Kind::kFaq, 0, "s", std::to_string(below(random_, 2))});
    const std::vector<Version> versions = versions_of(*store_, known->uid);
    restore(*store_, *known, versions[below(random_, versions.size())], "ann", change);
  }

  Random random_;
  TempStore store_;
  std::int64_t run_ = 0;
  std::int64_t tickets_run_ = 0;
  std::vector<std::pair<std::int64_t, std::string>> states_;  // After each changeset.
};

}  // namespace

TEST_CASE("undo_change: all that was done, undone from its end, leads through the same states to the first one") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    CAPTURE(seed);
    Team team(seed);
    const std::string first = team.state();
    for (int i = 0; i < rounds(80); ++i) team.step(1'770'000'000 + i * 100);
    team.undo_all(first);
  }
}

TEST_CASE("field_changes: by field, a case by its parts") {
  const auto changes = field_changes(
      json::parse(R"({"kind":"case","title":"a","tags":["x"],"case":{"cause":"c","result":"r"}})", "a"),
      json::parse(R"({"kind":"case","title":"b","created_at":"2026","updated_at":"2026","case":{"cause":"d","result":"r"}})",
                  "b"));
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
