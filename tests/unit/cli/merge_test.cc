// Copies of a store that go apart and are merged: whatever the order and the way, the same changesets make the same store.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <random>
#include <sstream>

#include "../rounds.hh"
#include "../store/temp_store.hh"
#include "base/json.hh"
#include "cli/bundle.hh"
#include "cli/export_item.hh"
#include "store/as_of.hh"
#include "store/categories.hh"
#include "store/category_edits.hh"
#include "store/chain.hh"
#include "store/edits.hh"
#include "store/forget.hh"
#include "store/labels.hh"
#include "store/lineage.hh"
#include "store/links.hh"
#include "store/merge.hh"
#include "store/reviews.hh"
#include "store/said_values.hh"
#include "store/undo.hh"
#include "store/uses.hh"

namespace ckm::cli {
namespace {

using model::Kind;
using store::below;
using store::pick;
using store::Random;
using store::Store;

// All that the copies must agree on, without numbers that count in one of them alone.
std::string whole(Store& store) {
  std::string out;
  const auto write = [&](std::string_view bytes) { out.append(bytes); };
  const auto exporter = formats::find_export_format("jsonl")->make(write, {});
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      export_item(store, {kind.kind, id}, *exporter, Texts::kRepaired, 0, Naming::kForAll);
      return true;
    });
  }
  exporter->finish();
  write_history(store, write);
  std::vector<std::string> said;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      for (const store::Said& one : store::said_of(store, {kind.kind, id}))
        said.push_back(one.uid + json::dump(one.entry) + "\n");
      return true;
    });
  }
  store::Stmt learned = store.db().prepare(
      "SELECT a.uid || ' ' || p.text FROM phrasing p JOIN article a ON a.id = p.article_id WHERE p.origin = 'learned'");
  learned.bind();
  while (learned.step()) said.push_back(learned.string(0) + "\n");
  std::ranges::sort(said);
  for (const std::string& line : said) out += line;
  for (const store::Open& open : store::open_contests(store, store::HistoryGraph(store))) {
    std::vector<std::string> values;
    for (const store::Open::Side& side : open.sides) values.push_back(json::dump(side.value));
    out += "open " + open.uid + " " + open.field;
    for (const std::string& value : values) out += " " + value;
    out += "\n";
  }
  return out;
}

// The tree as far as the history tells it, and what leads to it.
std::string tree_of(Store& store) {
  std::vector<std::int64_t> ids;
  {
    store::Stmt rows = store.db().prepare(
        "SELECT id FROM category c WHERE EXISTS (SELECT 1 FROM change_entry e WHERE e.uid = c.uid) ORDER BY path");
    rows.bind();
    while (rows.step()) ids.push_back(rows.integer(0));
  }
  std::string out;
  store::LazyGraph graph(store);
  for (const std::int64_t id : ids) {
    // One that was removed is there again where something says so that the history does not tell.
    if (!store::lineage_of(store, graph, Kind::kCategory, store::category_uid(store, id)).now.there()) continue;
    const Value content = store::category_content(store, id);
    const Value* const rule = content.find("rule");
    out += fmt::format("{} {} '{}' {}\n", content.text("path"), store::category_uid(store, id), content.text("title"),
                       rule == nullptr ? "" : json::dump(*rule));
  }
  for (const auto& [was, now] : store::former_paths(store)) out += was + " -> " + now + "\n";
  return out;
}

// The lines that only one of them has.
std::string difference(const std::string& a, const std::string& b) {
  const auto lines = [](const std::string& text) {
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    std::ranges::sort(all);
    return all;
  };
  const auto left = lines(a);
  const auto right = lines(b);
  std::vector<std::string> one;
  std::ranges::set_symmetric_difference(left, right, std::back_inserter(one));
  std::string out;
  for (const std::string& line : one) out += line + "\n";
  return out.empty() && a != b ? "the order" : out;
}

std::string articles_of(Store& store) {
  std::string out;
  const auto exporter = formats::find_export_format("jsonl")->make([&](std::string_view bytes) { out.append(bytes); }, {});
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.article) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      export_item(store, {kind.kind, id}, *exporter, Texts::kRepaired, 0, Naming::kForAll);
      return true;
    });
  }
  exporter->finish();
  return out;
}

std::vector<std::string> faults(Store& store) {
  std::vector<std::string> all;
  const auto report = [&](const store::ChainFault& fault) { all.push_back(fault.name + ": " + fault.what); };
  store::verify_chain(store, report, [](auto, auto) {});
  store::verify_articles(store, report, [](auto, auto) {});
  store::verify_file(store, report);
  return all;
}

enum class Way : std::uint8_t { kStore, kBundle };

// How many changesets were new.
std::int64_t merge(Store& into, Store& from, Way way, std::optional<std::int64_t> since = std::nullopt) {
  ProgressLine quiet("", "", false);
  std::string bundle;
  if (way == Way::kBundle)
    write_bundle(
        from, since, [&](std::string_view bytes) { bundle.append(bytes); }, quiet);
  store::Transaction transaction(into.db());
  MemorySource bytes(bundle);
  store::LazyGraph graph(into);
  const Joined joined =
      way == Way::kBundle ? join_bundle(into, graph, bytes, "bundle", quiet) : join_store(into, graph, from, quiet);
  store::merge_joined(into, graph.get());
  transaction.commit();
  return joined.history.changes;
}

// What its versions make together is what each article is, now and as of now.
void check_lineages(Store& store) {
  store::LazyGraph graph(store);
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.article) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      const auto stored = store::read_article(store, id);
      const store::Lineage line = store::lineage_of(store, graph, kind.kind, stored->article.uid);
      CHECK(store::field_changes(line.now.content, model::to_value(stored->article)).empty());
      CHECK(line.now.label == store::person_label(store, {kind.kind, id}));
      const auto then = store::version_at(store, graph, kind.kind, stored->article.uid, Time{1} << 40);
      REQUIRE(then);
      CHECK(then->content == line.now.content);
      for (std::size_t i = 0; i < line.versions.size(); ++i) {
        if (line.versions[i].forgotten || line.versions[i].op == "label" || !line.versions[i].there()) continue;
        // Each left what its author saw and wrote.
        store::Stmt said = store.db().prepare(
            "SELECT snapshot FROM change_entry WHERE uid = ?1 AND change_id = ?2 AND op <> 'label' AND snapshot IS NOT NULL "
            "ORDER BY seq DESC");
        if (!said.bind(stored->article.uid, line.versions[i].change_id).step()) continue;
        std::string differs;
        Value content = json::parse(said.text(0), "the history");
        store::name_category_now(store, content);
        for (const auto& change : store::field_changes(line.versions[i].content, content))
          differs += change.name + ": " + json::dump(change.before) + " is not " + json::dump(change.after) + "\n";
        CHECK(differs == "");
      }
      return true;
    });
  }
}

// An edit that is undone leaves all as it was, whatever was merged before.
void check_undo(Store& store, Random& random) {
  std::vector<std::int64_t> articles;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.article) continue;
    store::for_each_item(store, kind.kind, [&](std::int64_t id) {
      articles.push_back(id);
      return true;
    });
  }
  for (const std::int64_t id : articles) {
    const auto before = store::read_article(store, id);
    model::Article edited = before->article;
    edited.product = "other " + store::random_text(random, 1);
    if (below(random, 2) == 0) edited.body = "Another answer.";
    store::Transaction transaction(store.db());
    store::ChangeWriter change(store, {"cho", "set", ""});
    REQUIRE(store::edit_article(store, id, edited, change));
    change.seal();
    store::undo_change(store, change.id(), {"cho", "undo", ""});
    CHECK(
        store::field_changes(model::to_value(before->article), model::to_value(store::read_article(store, id)->article)).empty());
    transaction.commit();
  }
}

// Copies of one store that people work on.
class Copies {
 public:
  explicit Copies(std::uint64_t seed, bool forgets, bool undoes_runs, bool trees = false)
      : random_(seed), forgets_(forgets), undoes_runs_(undoes_runs), trees_(trees) {
    set_now(kStart);
    set_seed(seed);
    add(Store::create(folder_.file("0.ckm")));
    store::import_all(copy(0), "desk", store::random_tickets(random_, 4));
    store::import_all(copy(0), "help", store::random_faqs(random_, 4));
    for (std::size_t i = 1; i < 3; ++i) add(clone(0));
  }
  Store& copy(std::size_t i) { return stores_[i]; }
  Random& random() { return random_; }
  Store clone(std::size_t i) {
    const std::string path = folder_.file(fmt::format("{}-{}.ckm", i, ++made_));
    stores_[i].db().copy_to(path);
    return Store::open(path, store::Access::kWrite);
  }
  void add(Store store) {
    store.db().exec("PRAGMA synchronous = OFF");
    stores_.push_back(std::move(store));
  }

  // One thing that a person does in the first copy.
  void work_here(Time at) {
    set_now(kStart + at);
    try {
      work(copy(0), pick(random_, {"ann", "ben"}));
    } catch (const Error&) {
    }
  }
  static constexpr Time kStart = 1'770'000'000;

  // One thing that a person does, or a merge. What can't be done is not done.
  void step() {
    set_now(kStart + static_cast<Time>(below(random_, 40)) + ++steps_ / 4);
    const std::size_t at = below(random_, stores_.size());
    if (below(random_, 8) == 0) {
      const std::size_t from = below(random_, stores_.size());
      if (from != at) merge(copy(at), copy(from), below(random_, 2) == 0 ? Way::kStore : Way::kBundle);
      return;
    }
    try {
      work(copy(at), pick(random_, {"ann", "ben"}));
    } catch (const Error&) {
    }
  }

 private:
  std::optional<store::Item> any(Store& store, bool article) {
    std::vector<store::Item> all;
    for (const model::KindInfo& kind : model::kKinds) {
      if (!kind.searchable || kind.article != article) continue;
      store::for_each_item(store, kind.kind, [&](std::int64_t id) {
        all.push_back({kind.kind, id});
        return true;
      });
    }
    return all.empty() ? std::nullopt : std::optional(all[below(random_, all.size())]);
  }

  void edit(Store& store, const store::Item& item, store::ChangeWriter& change) {
    model::Article a = store::read_article(store, item.id)->article;
    switch (below(random_, 7)) {
      case 0: a.title = "T " + store::random_text(random_, 2); break;
      case 1: a.body = store::random_text(random_, 3); break;
      case 2: a.product = pick(random_, {"", "phone", "lamp"}); break;
      case 3: a.phase = pick(random_, {"", "sale", "after-sale"}); break;
      case 4: a.tags = {pick(random_, {"t1", "t2"})}; break;
      case 5: a.category = pick(random_, {"", "billing", "home/new"}); break;
      default: a.story.cause = a.kind == Kind::kCase ? store::random_text(random_, 2) : ""; break;
    }
    if (below(random_, 4) == 0) a.raw = Value::Object{{"body", a.body + "&nbsp;"}};
    store::edit_article(store, item.id, a, change);
  }

  // Undoes a change, or says which import is to be undone.
  void choose_change(Store& store, const std::string& actor) {
    store::Transaction transaction(store.db());
    const auto changes = store::read_changes(store, 6);
    const auto& change = changes[below(random_, changes.size())];
    if (const auto run = store::find_run(store, store::change_name(change.digest))) {
      undo_run_ = undoes_runs_ ? *run : 0;
      return;
    }
    store::undo_change(store, change.id, {actor, "undo", ""});
    transaction.commit();
  }

  // What people do to the tree, so that rows and history say the same.
  void work_tree(Store& store, const std::string& actor) {
    const auto path = [&] {
      return pick(random_,
                  {"billing", "billing/refund", "home", "home/new", "vip", "a", "a/b", "a/c", "device/phone", "x/y", "x"});
    };
    store::Transaction transaction(store.db());
    store::ChangeWriter change(store, {actor, "category", ""});
    const std::size_t what = below(random_, 10);
    const std::string one = path(), other = path();
    if (what == 0) {
      store::add_category(store, one, {.title = store::random_text(random_, 1)}, change);
    } else if (what == 1 || what == 2) {
      const Value rule = Value::Object{{"any", Value::Array{Value("w" + std::to_string(below(random_, 3)))}}};
      store::write_categories(store, {{one, store::random_text(random_, 1), "", rule, 1}}, change);
    } else {
      const auto id = store::need_known_category(store, one);
      std::vector<std::int64_t> ids{id};
      if (what == 9) ids.push_back(store::need_known_category(store, other));
      store::tell_categories(store, ids, {actor, "category", ""});
      if (what == 3) store::set_category(store, id, {.title = store::random_text(random_, 1)}, change);
      else if (what == 4) store::remove_category(store, id, change);
      else if (what < 9) store::move_category(store, id, other, change);
      else store::merge_categories(store, id, ids[1], change);
    }
    change.seal();
    transaction.commit();
  }

  void work(Store& store, const std::string& actor) {
    if (trees_ && below(random_, 3) == 0) {
      work_tree(store, actor);
      return;
    }
    const auto article = any(store, true);
    const auto other = any(store, true);
    const auto ticket = any(store, false);
    const std::size_t what = below(random_, 20);
    if (what == 0) {
      store::import_all(store, "desk", store::random_tickets(random_, 3));
      return;
    }
    if (what == 1) {
      store::import_all(store, "help", store::random_faqs(random_, 3));
      return;
    }
    undo_run_ = 0;
    if (what == 2) choose_change(store, actor);
    if (undo_run_ != 0) store::undo_run(store, undo_run_, {actor, "undo", ""});
    if (what == 2) return;
    store::Transaction transaction(store.db());
    store::ChangeWriter change(store, {actor, what == 3 ? "merge" : "test", ""});
    const bool yes = below(random_, 2) == 0;
    if (what == 3) {
      const store::HistoryGraph graph(store);
      const auto open = store::open_contests(store, graph);
      if (!open.empty()) {
        const store::Open& one = open[below(random_, open.size())];
        const auto ref = model::parse_ref(one.ref);
        const auto known = ref ? store::find_known(store, *ref) : store::need_version_name(store, one.ref).known;
        if (known)
          store::settle(store, graph, open, *known, yes ? std::nullopt : std::optional(one.sides.back().version), actor, change);
      }
    } else if (what == 4 || !article) {
      model::Article made = store::random_faq(random_, "");
      if (yes)
        made.kind = Kind::kCase, made.story.cause = "Cause", made.story.attempts = {{std::nullopt, "ann", "asked", "", "failed"}};
      store::add_article(store, made, change);
    } else if (what == 5) {
      store::remove_item(store, *article, change);
    } else if (what == 6 && ticket) {
      store::remove_item(store, *ticket, change);
    } else if (what == 7) {
      const auto known = *store::find_known(store, *model::parse_ref(store::item_ref(store, *article)));
      const auto versions = store::versions_of(store, known.uid);
      store::restore(store, known, versions[below(random_, versions.size())], actor, change);
    } else if (what == 8) {
      store::edit_label(store, yes || !ticket ? *article : *ticket, pick(random_, {"", "vip", "billing", "a/b"}), actor, change);
    } else if (what == 9 && ticket) {
      store::record_use(store, *article, *ticket, yes, actor, change);
    } else if (what == 10) {
      store::record_feedback(store, *article, yes, "because", actor, change);
    } else if (what == 11) {
      store::record_review(store, *article, {yes, "note", std::nullopt, now(), actor}, change);
    } else if (what == 12) {
      store::add_link(store, *article, "related", yes || !ticket ? *other : *ticket, actor, change);
    } else if (what == 14 && forgets_ && below(random_, 3) == 0) {
      const auto known = *store::find_known(store, *model::parse_ref(store::item_ref(store, *article)));
      store::forget_things(store, std::vector<store::Known>{known}, change);
    } else if (what >= 18 && ticket) {
      const std::string field = pick(random_, {"queue", "tag"});
      const std::string value = field == "tag" ? pick(random_, {"", "[]", R"(["t1"])"}) : pick(random_, {"", "day", "night"});
      store::say_ticket_value(store, *ticket, field, value, actor, change);
    } else if (what == 13) {
      store::remove_link(store, *article, "related", *other, change);
    } else {
      edit(store, *article, change);
    }
    change.seal();
    transaction.commit();
  }

  store::TempFolder folder_;
  Random random_;
  std::deque<Store> stores_;
  int steps_ = 0;
  int made_ = 0;
  std::int64_t undo_run_ = 0;
  bool forgets_, undoes_runs_, trees_;
};

}  // namespace

TEST_CASE("copies that have the same changesets are the same, in whatever order they got them") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(rounds(60)); ++seed) {
    CAPTURE(seed);
    const bool undoes_runs = seed % 2 == 0;
    Copies copies(seed, true, undoes_runs);
    for (std::size_t i = 0, n = 5 + below(copies.random(), 50); i < n; ++i) copies.step();
    Store ab = copies.clone(0);
    Store ba = copies.clone(1);
    merge(ab, copies.copy(1), Way::kStore);
    merge(ba, copies.copy(0), Way::kBundle);
    const std::string both = whole(ab);
    REQUIRE(difference(both, whole(ba)) == "");
    CHECK(merge(ab, copies.copy(1), Way::kBundle) == 0);
    CHECK(merge(ab, ba, Way::kStore) == 0);
    CHECK(whole(ab) == both);
    // A ticket that lost to one whose import is undone in a third copy is not there any more.
    if (undoes_runs) continue;
    Store cba = copies.clone(2);
    merge(ab, copies.copy(2), Way::kBundle);
    merge(cba, copies.copy(1), Way::kStore);
    merge(cba, copies.copy(0), Way::kBundle);
    REQUIRE(difference(whole(ab), whole(cba)) == "");
    CHECK(faults(ab) == std::vector<std::string>());
    CHECK(faults(cba) == std::vector<std::string>());
    check_lineages(ab);
    check_undo(cba, copies.random());
  }
}

TEST_CASE("copies whose category trees were changed apart are the same, in whatever order they got that") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(rounds(60)); ++seed) {
    CAPTURE(seed);
    Copies copies(seed, false, false, true);
    for (std::size_t i = 0, n = 5 + below(copies.random(), 40); i < n; ++i) copies.step();
    Store ab = copies.clone(0);
    Store ba = copies.clone(1);
    merge(ab, copies.copy(1), Way::kStore);
    merge(ba, copies.copy(0), Way::kBundle);
    REQUIRE(difference(tree_of(ab), tree_of(ba)) == "");
    REQUIRE(difference(whole(ab), whole(ba)) == "");
    Store cba = copies.clone(2);
    merge(ab, copies.copy(2), Way::kBundle);
    merge(cba, copies.copy(1), Way::kStore);
    merge(cba, copies.copy(0), Way::kBundle);
    REQUIRE(difference(tree_of(ab), tree_of(cba)) == "");
    REQUIRE(difference(whole(ab), whole(cba)) == "");
    CHECK(faults(ab) == std::vector<std::string>());
    CHECK(faults(cba) == std::vector<std::string>());
    check_lineages(ab);
  }
}

TEST_CASE("a store as it was is what it was") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(rounds(30)); ++seed) {
    CAPTURE(seed);
    Copies copies(seed, false, true);
    std::vector<std::string> was;
    for (Time at = 0; at < 40; ++at) {
      copies.work_here(at * 10);
      was.push_back(articles_of(copies.copy(0)));
    }
    for (Time at = 0; at < 40; at += 3) {
      Store then = store::articles_at(copies.copy(0), Copies::kStart + at * 10 + 5, [](std::int64_t) {});
      CHECK(difference(articles_of(then), was[static_cast<std::size_t>(at)]) == "");
    }
  }
}

}  // namespace ckm::cli
