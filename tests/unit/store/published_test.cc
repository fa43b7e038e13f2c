#include "store/published.hh"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "base/json.hh"
#include "model/audience.hh"
#include "store/articles.hh"
#include "store/links.hh"
#include "store/reviews.hh"
#include "store/uses.hh"
#include "temp_store.hh"

namespace ckm::store {
namespace {

using model::Audience;

const auto kUntold = [](std::int64_t) {};

std::vector<std::string> names(Db& db, const char* sql, std::string_view of = {}) {
  std::vector<std::string> out;
  Stmt rows = db.prepare(sql);
  if (of.empty()) rows.bind();
  else rows.bind(of);
  while (rows.step()) out.push_back(rows.string(0));
  return out;
}

constexpr const char* kTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
constexpr const char* kTextColumns = "SELECT name FROM pragma_table_info(?1) WHERE type IN ('TEXT', 'BLOB')";

// Writes a word of its own into every cell of a text or of bytes, but where the schema or the reading of an article allows none.
// Returns what stands where: by word, the table and column.
std::map<std::string, std::string> plant(Db& db) {
  std::map<std::string, std::string> planted;
  db.exec("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = OFF;");
  int count = 0;
  for (const std::string& table : names(db, kTables)) {
    for (const std::string& column : names(db, kTextColumns, table)) {
      const std::string word = fmt::format("CANARY{:04}X", ++count);
      const std::string where = table + "." + column;
      std::string value = word;
      if (where == "article.confidence" || where == "article.audience" || where == "source.name" || where == "phrasing.origin")
        continue;
      if (column == "tags" || column == "skills") value = fmt::format("[\"{}\"]", word);
      if (column == "extra" || column == "raw" || column == "context") value = fmt::format("{{\"{0}\":\"{0}\"}}", word);
      try {
        const bool text = db.integer("SELECT type = 'TEXT' FROM pragma_table_info(?1) WHERE name = ?2", table, column) != 0;
        db.run(fmt::format("UPDATE OR IGNORE {} SET {} = {}", table, column, text ? "?1" : "CAST(?1 AS BLOB)"), value);
      } catch (const Error&) {
        continue;  // A closed list of values.
      }
      planted.emplace(word, where);
    }
  }
  return planted;
}

std::string everything(Db& db) {
  std::string out;
  for (const std::string& table : names(db, kTables)) {
    for (const std::string& column : names(db, "SELECT name FROM pragma_table_info(?1)", table)) {
      Stmt rows = db.prepare(fmt::format("SELECT {} FROM {}", column, table));
      rows.bind();
      while (rows.step()) out.append(rows.bytes(0)).push_back('\n');
    }
  }
  return out;
}

std::string told(const model::Article& article) { return article.external_id + json::dump(model::to_value(article)); }

model::Article article(const char* id, const char* audience, const char* category) {
  model::Article a;
  a.kind = model::Kind::kCase;
  a.external_id = id;
  a.title = std::string("Title ") + id;
  a.body = "Body";
  a.phrasings = {"Phrasing"};
  a.audience = audience;
  a.category = category;
  a.tags = {"tag"};
  a.story = {"s", "c", {{1'770'000'000, "who", "method", "why", "worked"}}, "r", "re", "rf", "n", {{"k", "v"}}};
  a.extra = Value::Object{{"k", "v"}};
  a.raw = Value::Object{{"body", "Body&nbsp;"}};
  return a;
}

}  // namespace

TEST_CASE("published: of a word in every column of every table, those of articles that are for all") {
  TempStore store;
  Random random(1);
  // One article for the public and nothing else that is for anybody, so that each word that comes out is of that one.
  import_all(*store, "s", std::vector<model::Article>{article("1", "public", "a")});
  import_all(*store, "s", random_tickets(random, 20));
  {
    Transaction transaction(store.db());
    ChangeWriter change(*store, kAuthor);
    const Item item{model::Kind::kCase, store.db().integer("SELECT id FROM article")};
    const Item ticket{model::Kind::kTicket, store.db().integer("SELECT min(id) FROM ticket")};
    record_use(*store, item, ticket, true, "ann", change);
    record_feedback(*store, item, true, "comment", "ann", change);
    record_review(*store, item, {true, "note", std::nullopt, now(), "ann"}, change);
    add_link(*store, ticket, "solved-by", item, "ann", change);
    change.seal();
    transaction.commit();
  }
  const auto planted = plant(store.db());
  // Each table that has rows got its words.
  CHECK(planted.size() > 100);
  Store seen = published(*store, Audience::kPublic, now(), kUntold);
  const std::string bytes = everything(seen.db());
  std::set<std::string> out;
  for (const auto& [word, where] : planted) {
    if (bytes.find(word) != std::string::npos) out.insert(where);
  }
  std::string all;
  for (const std::string& where : out) all += where + " ";
  CAPTURE(all);
  CHECK(out == std::set<std::string>{"article.body", "article.language", "article.phase", "article.product", "article.tags",
                                     "article.title", "article.uid", "attempt.method", "attempt.why", "case_story.cause",
                                     "case_story.next_time", "case_story.result", "case_story.situation", "category.path",
                                     "category.title", "category.uid", "phrasing.text"});
}

TEST_CASE("published: just the articles that an audience sees, and what is said of those alone") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    TempStore store;
    std::vector<model::Article> articles;
    for (int i = 0; i < 12; ++i) {
      model::Article a = article(std::to_string(i).c_str(), "public", pick(random, {"", "a", "a/b", "c"}).c_str());
      a.audience = pick(random, {"internal", "partner", "public"});
      a.confidence = pick(random, {"wip", "not-validated", "validated", "validated", "archived"});
      a.valid_from = random_time(random);
      if (below(random, 2) == 0) a.valid_to = *(a.valid_from ? a.valid_from : a.valid_from = 1'600'000'000) + 50'000'000;
      articles.push_back(std::move(a));
    }
    import_all(*store, "s", articles);
    const auto ids = names(store.db(), "SELECT id FROM article");
    const auto any = [&] { return Item{model::Kind::kCase, std::stoll(pick(random, ids))}; };
    {
      Transaction transaction(store.db());
      ChangeWriter change(*store, kAuthor);
      for (int i = 0; i < 10; ++i) {
        const Item a = any();
        const Item b = any();
        if (a.id != b.id) add_link(*store, a, "related", b, "ann", change);
        record_feedback(*store, a, below(random, 2) == 0, "c", "ann", change);
      }
      change.seal();
      transaction.commit();
    }
    for (const Audience audience : {Audience::kPartner, Audience::kPublic}) {
      const Time at = static_cast<Time>(1'600'000'000 + below(random, 150'000'000));
      Store seen = published(*store, audience, at, kUntold);
      std::set<std::int64_t> visible;
      for (const std::string& id : ids) {
        const auto whole = *read_article(*store, std::stoll(id));
        const auto part = read_article(seen, whole.id);
        const bool shows = model::why_hidden(whole.article, audience, at).empty();
        REQUIRE(part.has_value() == shows);
        if (!shows) continue;
        visible.insert(whole.id);
        CHECK(told(part->article) == told(model::as_published(whole.article)));
        CHECK(read_record(seen, whole.id).helpful == read_record(*store, whole.id).helpful);
      }
      std::int64_t links = 0;
      for (const auto id : visible) {
        for (const Linked& link : links_of(*store, {model::Kind::kCase, id})) links += visible.contains(link.item.id) ? 1 : 0;
      }
      CHECK(seen.db().integer("SELECT 2 * count(*) FROM link") == links);
      CHECK(seen.db().integer("SELECT count(*) FROM feedback WHERE article_id NOT IN (SELECT id FROM article)") == 0);
      CHECK(
          seen.db().integer("SELECT count(*) FROM category c WHERE NOT EXISTS (SELECT 1 FROM article a JOIN category d ON d.id = "
                            "a.category_id WHERE d.path = c.path OR d.path LIKE c.path || '/%')") == 0);
    }
  }
}

}  // namespace ckm::store
