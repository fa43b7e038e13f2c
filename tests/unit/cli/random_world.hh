// Makes random small stores of tickets, articles and what people did with them, and tells what is in them.
#pragma once

#include <set>
#include <tuple>

#include "model/article.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "unit/cli/knowledge_world.hh"
#include "unit/store/temp_store.hh"

namespace ckm::cli {

using store::below;
using store::Random;

inline Time any_time(Random& random) { return kStart + static_cast<Time>(below(random, 90 * kDay)); }
inline std::optional<Time> maybe_time(Random& random) {
  return below(random, 4) == 0 ? std::nullopt : std::optional(any_time(random));
}
inline const std::string& any_of(Random& random, const std::vector<std::string>& names) {
  return names[below(random, names.size())];
}

// A changeset at that time.
inline std::int64_t add_change(store::Store& store, Time at, std::string_view actor, std::string_view command) {
  store.db().run("INSERT INTO change (at, actor, command) VALUES (?1, ?2, ?3)", at, actor, command);
  return store.db().last_id();
}
inline void add_entry(store::Store& store, std::int64_t change, model::Kind kind, std::string_view uid, std::string_view op,
                      std::string_view snapshot) {
  store.db().run("INSERT INTO change_entry VALUES (?1, 1, ?2, ?3, ?4, '', x'', ?5)", change, static_cast<int>(kind), uid, op,
                 snapshot);
}

inline void add_people(store::Store& store) {
  const std::int64_t desk = store.source_id("desk");
  const std::int64_t shop = store.source_id("shop");
  const auto add = [&](std::int64_t source, const char* id, const char* name, const char* email) {
    store.db().run("INSERT INTO person (uid, source_id, external_id, name, email) VALUES (?1, ?2, ?3, ?4, ?5)",
                   std::string(id) + std::to_string(source), source, id, name, email);
  };
  add(desk, "p1", "Ann Lee", "ann@example.org");
  add(desk, "p2", "林玫", "lin@example.org");
  add(desk, "p3", "Bob", "");
  add(shop, "s9", "ANN LEE", "");  // The same as p1 by name.
  add(shop, "s8", "", "LIN@example.org");
}

inline void add_articles(store::Store& store, Random& random, World& world) {
  const std::size_t count = 1 + below(random, 12);
  for (std::size_t i = 0; i < count; ++i) {
    OneArticle one;
    one.category = below(random, kPaths.size());
    one.created = maybe_time(random);
    one.imported = below(random, 2) == 0;
    Time at = any_time(random);
    model::Article article;
    article.uid = article.external_id = "a" + std::to_string(i);
    article.title = "t";
    article.category = kPaths[one.category];
    article.created_at = one.created;
    const std::size_t versions = 1 + below(random, 4);
    for (std::size_t v = 0; v < versions; ++v, at += static_cast<Time>(below(random, 20 * kDay))) {
      article.confidence = model::kConfidences[below(random, 4)];
      article.audience = model::kAudiences[below(random, 3)];
      one.versions.push_back({at, article.confidence, article.audience});
      const bool import = v == 0 ? one.imported : below(random, 2) == 0;
      const std::size_t person = below(random, kNames.size());
      const auto change = add_change(store, at, any_of(random, kNames[person]), import ? "import" : v == 0 ? "add" : "set");
      add_entry(store, change, article.kind, article.uid, v == 0 ? "add" : "change", store::article_snapshot(article, "x"));
      if (!import) world.deeds.push_back({at, person, i});
    }
    one.id = store::insert_article(store, store.source_id("help"), article, one.imported ? 1 : 0);
    world.articles.push_back(one);
  }
}

inline void add_tickets(store::Store& store, Random& random, World& world) {
  store::Db& db = store.db();
  const std::int64_t desk = store.source_id("desk");
  const std::vector<std::string> done = {"solved", "Closed", "已解决", "closed successful"};
  const std::vector<std::string> others = {"open", "", "待处理", "unsolved"};
  const std::size_t count = below(random, 40);
  for (std::size_t i = 0; i < count; ++i) {
    OneTicket one;
    one.category = below(random, kPaths.size());
    if (below(random, 3) > 0) one.assignee = below(random, 3);  // The fourth has no entry.
    one.created = maybe_time(random);
    one.updated = maybe_time(random);
    if (below(random, 3) == 0) one.resolved = any_time(random);
    one.solved_status = below(random, 2) == 0;
    std::optional<std::int64_t> category;
    if (one.category != 0) category = store::need_category(store, kPaths[one.category], 0);
    const std::int64_t wrong = store::need_category(store, "elsewhere", 0);
    const std::size_t by = below(random, 3);  // Who says it: label, source or prediction.
    std::optional<std::int64_t> own = category;
    if (category && by == 0) own = wrong;
    if (category && by == 2) own.reset();
    std::optional<std::int64_t> assignee;
    if (one.assignee) assignee = static_cast<std::int64_t>(*one.assignee) + 1;
    db.run(
        "INSERT INTO ticket (source_id, external_id, status, category_id, assignee_id, created_at, updated_at, resolved_at, "
        "hash, "
        "added_run, changed_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, x'', 1, 1)",
        desk, std::to_string(i), any_of(random, one.solved_status ? done : others), own, assignee, one.created, one.updated,
        one.resolved);
    one.id = db.last_id();
    if (category && by == 0)
      db.run("INSERT INTO label (kind, item_id, field, category_id, at, actor) VALUES (1, ?1, 'category', ?2, 0, 'x')", one.id,
             category);
    if (category && (by == 2 || below(random, 3) == 0)) {
      db.run(
          "INSERT INTO prediction (kind, item_id, field, category_id, origin, confidence, reason) VALUES (1, ?1, 'category', ?2, "
          "'rule', 1, '{}')",
          one.id, by == 2 ? *category : wrong);
    }
    const std::size_t messages = below(random, 4);
    for (std::size_t m = 0; m < messages; ++m) {
      const bool agent = below(random, 3) > 0;
      const std::size_t person = below(random, kNames.size());
      const bool unnamed = below(random, 3) == 0;
      Said said{unnamed ? one.assignee.value_or(0) : person, maybe_time(random)};
      db.run("INSERT INTO message (ticket_id, seq, role, author, at, body) VALUES (?1, ?2, ?3, ?4, ?5, 'x')", one.id, m,
             agent ? 2 : 1, unnamed ? std::string() : any_of(random, kNames[person]), said.at);
      if (agent && (!unnamed || one.assignee)) one.said.push_back(said);
    }
    world.tickets.push_back(one);
  }
}

inline void add_ties(store::Store& store, Random& random, World& world) {
  if (world.tickets.empty()) return;
  store::Db& db = store.db();
  std::set<std::tuple<std::size_t, std::size_t, bool, int>> done;
  const std::size_t count = below(random, 60);
  for (std::size_t i = 0; i < count; ++i) {
    Tie tie{below(random, world.articles.size()), below(random, world.tickets.size()), static_cast<int>(below(random, 4)),
            any_time(random), below(random, kNames.size())};
    const bool use = tie.how < 2;
    if (!done.insert({tie.article, tie.ticket, use, use ? 0 : tie.how}).second) continue;
    const std::int64_t article = world.articles[tie.article].id;
    const std::int64_t ticket = world.tickets[tie.ticket].id;
    const std::string& actor = any_of(random, kNames[*tie.person]);
    if (use) {
      std::optional<int> solved;
      if (tie.how == 1) solved = 0;
      else if (below(random, 2) == 0) solved = 1;
      db.run("INSERT INTO use (article_id, ticket_id, solved, at, actor) VALUES (?1, ?2, ?3, ?4, ?5)", article, ticket, solved,
             tie.at, actor);
    } else {
      const bool imported = below(random, 2) == 0;
      if (imported) tie.person.reset();
      db.run(
          "INSERT INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor, run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
          "?7, ?8)",
          tie.how == 2 ? 1 : 2, tie.how == 2 ? ticket : article, tie.how == 2 ? "solved-by" : "derived-from",
          tie.how == 2 ? 2 : 1, tie.how == 2 ? article : ticket, tie.at, actor, imported ? 1 : 0);
    }
    world.ties.push_back(tie);
  }
  db.run(
      "INSERT INTO link (from_kind, from_id, relation, to_kind, to_id, at, actor) VALUES (1, 1, 'related', 2, 1, 0, 'nobody')");
}

inline void add_rest(store::Store& store, Random& random, World& world) {
  const std::size_t deeds = below(random, 6);
  for (std::size_t i = 0; i < deeds; ++i) {
    const OneDeed deed{any_time(random), below(random, kNames.size()), {}};
    const auto change = add_change(store, deed.at, any_of(random, kNames[deed.person]), "set");
    add_entry(store, change, model::Kind::kTicket, "t1", "label", "{}");
    world.deeds.push_back(deed);
  }
  Time at = kStart;
  const std::size_t questions = below(random, 30);
  for (std::size_t i = 0; i < questions; ++i) {
    at += static_cast<Time>(below(random, 2) == 0 ? below(random, 2'500) : below(random, 9 * kDay));
    const Asked asked{at, below(random, kNames.size()), below(random, 2) == 0};
    store.db().run("INSERT INTO asked (text, found, at, actor) VALUES ('x', ?1, ?2, ?3)", asked.found ? 3 : 0, at,
                   kNames[asked.person].front());
    world.asked.push_back(asked);
  }
}

inline World random_world(store::Store& store, Random& random) {
  World world;
  add_people(store);
  add_articles(store, random, world);
  add_tickets(store, random, world);
  add_ties(store, random, world);
  add_rest(store, random, world);
  return world;
}

}  // namespace ckm::cli
