#include "search/search.hh"

#include <doctest/doctest.h>

#include <set>

#include "scan.hh"
#include "search/index_check.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;
using model::Kind;

namespace {

void compare_ranking(World& world, int queries) {
  for (int i = 0; i < rounds(queries); ++i) {
    const std::string query = random_words(world.random, 7);
    SearchOptions options;
    options.limit = 1 + below(world.random, 30);
    const auto expected = world.oracle.rank(world.store(), query);
    const auto results = search::search(world.store(), query, options);
    CAPTURE(query);
    REQUIRE(results.size() == std::min(expected.size(), options.limit));
    std::map<std::pair<Kind, std::int64_t>, double> scores;
    for (const auto& e : expected) scores[{e.kind, e.doc}] = e.score;
    for (std::size_t r = 0; r < results.size(); ++r) {
      CAPTURE(r);
      REQUIRE(results[r].score.total() == doctest::Approx(expected[r].score).epsilon(1e-6));
      const auto own = scores.find({results[r].item.kind, results[r].item.id});
      REQUIRE(own != scores.end());
      REQUIRE(results[r].score.total() == doctest::Approx(own->second).epsilon(1e-6));
    }
  }
}

void check_whole(World& world) {
  const IndexReport report = check_index(world.store(), 1'000'000);
  for (const std::string& problem : report.problems) FAIL_CHECK(problem);
  CHECK(report.queued == 0);
  CHECK(static_cast<std::size_t>(report.documents) ==
        world.oracle.docs[Kind::kTicket].size() + world.oracle.docs[Kind::kFaq].size());
  CHECK(report.sampled == report.documents);
}

// What the segments hold is what the texts say, once nothing dead is left in them.
void check_frequencies(World& world) {
  for (const Kind kind : {Kind::kTicket, Kind::kFaq}) {
    world.oracle.load(world.store(), kind);
    CHECK(world.oracle.dead() == 0);
    CHECK(world.oracle.frequencies() == world.oracle.true_frequencies(kind));
  }
}

std::vector<std::string> checksums(World& world) {
  std::vector<std::string> sums;
  for (const auto& row : store::read_segments(world.store(), true)) sums.push_back(hex(row.checksum));
  return sums;
}

}  // namespace

TEST_CASE("search: ranks as the formula does, after imports, updates, deletions, merges and rebuilds") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    World world(seed);
    world.change(60, 20, 100);
    world.index();
    check_whole(world);
    compare_ranking(world, 40);
    for (int round = 0; round < 4; ++round) {
      world.change(30, 15, 150);
      world.index(seed == 2 ? 7 : 1000);
      check_whole(world);
      compare_ranking(world, 30);
    }
    CHECK(store::read_segments(world.store(), true).size() > 2);
    world.merge();
    CHECK(store::read_segments(world.store(), true).size() == 2);
    check_whole(world);
    check_frequencies(world);
    compare_ranking(world, 40);
    world.change(10, 5, 150);
    world.index();
    world.rebuild();
    CHECK(store::read_segments(world.store(), true).size() == 2);
    check_whole(world);
    check_frequencies(world);
    compare_ranking(world, 40);
    const auto first = checksums(world);
    world.rebuild();
    CHECK(checksums(world) == first);
  }
}

TEST_CASE("search: every one or two Han characters find just the documents that have them") {
  World world(4);
  world.change(80, 40, 120);
  world.index(50);
  for (const std::string& a : kHan) {
    CHECK(found(world, "+" + a) == with_phrase(world, a));
    for (const std::string& b : kHan) {
      const Ids expected = with_phrase(world, a + b);
      REQUIRE(found(world, "\"" + a + b + "\"") == expected);
      REQUIRE(found(world, "+" + a + b) == expected);
    }
  }
}

TEST_CASE("search: phrases, and what must not occur, as a scan does") {
  World world(5);
  world.change(80, 40, 120);
  world.index(30);
  world.change(20, 10, 120);
  world.index(30);
  const Ids all = scan(world, [](Kind, const Doc&) { return true; });
  int hits = 0;
  for (int i = 0; i < rounds(250); ++i) {
    // A piece of a document, or anything.
    std::string phrase = random_words(world.random, 3);
    if (i % 2 == 0) {
      const auto& docs = world.oracle.docs[i % 4 == 0 ? Kind::kTicket : Kind::kFaq];
      const std::vector<Word> words =
          words_of(std::next(docs.begin(), static_cast<std::ptrdiff_t>(below(world.random, docs.size())))->second.answer);
      if (words.empty()) continue;
      const std::size_t start = below(world.random, words.size());
      phrase.clear();
      for (std::size_t w = start; w < words.size() && w < start + 2 + below(world.random, 3); ++w)
        phrase += (words[w].joined ? "" : " ") + words[w].folded;
    }
    if (words_of(phrase).empty()) continue;
    CAPTURE(phrase);
    const Ids expected = with_phrase(world, phrase);
    hits += expected.empty() ? 0 : 1;
    REQUIRE(found(world, "\"" + phrase + "\"") == expected);
    Ids rest;
    std::set_difference(all.begin(), all.end(), expected.begin(), expected.end(), std::inserter(rest, rest.end()));
    REQUIRE(found(world, "-\"" + phrase + "\"") == rest);
    Selection selection(world.store(), "\"" + phrase + "\"");
    for (const auto& [kind, id] : all) REQUIRE(selection.holds({kind, id}) == expected.contains({kind, id}));
  }
  CHECK(hits > rounds(100));
}

TEST_CASE("search: filters as a scan does") {
  World world(6);
  for (int round = 0; round < 3; ++round) {
    world.change(50, 20, 120);
    world.index(40);
    const auto status = [](std::string_view s) { return [s](Kind, const Doc& d) { return d.status == s; }; };
    CHECK(found(world, "status:open") ==
          scan(world, [&](Kind k, const Doc& d) { return k == Kind::kTicket && status("open")(k, d); }));
    CHECK(found(world, "status:OPEN,closed") ==
          scan(world, [](Kind k, const Doc& d) { return k == Kind::kTicket && d.status != "waiting"; }));
    CHECK(found(world, "-status:open") == scan(world, [](Kind, const Doc& d) { return d.status != "open"; }));
    CHECK(found(world, "kind:faq") == scan(world, [](Kind k, const Doc&) { return k == Kind::kFaq; }));
    CHECK(found(world, "-kind:faq") == scan(world, [](Kind k, const Doc&) { return k == Kind::kTicket; }));
    CHECK(found(world, "tag:\"c d\"") ==
          scan(world, [](Kind, const Doc& d) { return d.tags == std::vector<std::string>{"c d"}; }));
    CHECK(found(world, "source:s -tag:a,b") ==
          scan(world, [](Kind, const Doc& d) { return d.tags.empty() || d.tags[0] == "c d"; }));
    CHECK(found(world, "confidence:validated") == scan(world, [](Kind k, const Doc&) { return k == Kind::kFaq; }));
    CHECK(found(world, "status:open tag:a -退") == scan(world, [](Kind k, const Doc& d) {
            return k == Kind::kTicket && d.status == "open" && d.tags[0] == "a" && d.question.find("退") == std::string::npos &&
                   d.answer.find("退") == std::string::npos;
          }));
    CHECK(found(world, "source:other").empty());
  }
  CHECK_THROWS_AS(found(world, "kind:none"), Error);
  CHECK_THROWS_AS(found(world, "created:soon"), Error);
  CHECK(found(world, "").empty());
  SearchOptions none;
  none.limit = 0;
  CHECK(search::search(world.store(), "refund 退款", none).empty());
}

TEST_CASE("check_index: reports damage, and never throws") {
  World world(7);
  world.change(400, 40, 600);
  world.index();
  check_whole(world);
  const char* const tables[][3] = {{"segment_chunk", "id", "data"},
                                   {"segment_term", "segment_id || '/' || hex(first_term)", "data"},
                                   {"facet", "kind || '/' || chunk || '/' || field || '/' || value", "data"},
                                   {"segment_dead", "segment_id || '/' || chunk", "data"}};
  while (world.db().integer("SELECT count(*) FROM segment_dead") == 0) {
    world.change(3, 1, 50);
    world.index(50);
  }
  const std::string query = "refund 退款 order \"的\" status:open";
  const auto answer = found(world, query);
  REQUIRE_FALSE(answer.empty());
  int told = 0;
  for (const auto& [table, key, column] : tables) {
    std::vector<std::pair<std::string, std::string>> rows;
    store::Stmt read = world.db().prepare(fmt::format("SELECT CAST({} AS TEXT), {} FROM {}", key, column, table));
    read.bind();
    while (read.step()) rows.emplace_back(read.string(0), std::string(read.bytes(1)));
    REQUIRE_FALSE(rows.empty());
    int reported = 0;
    for (int round = 0; round < rounds(25); ++round) {
      auto [name, data] = rows[below(world.random, rows.size())];
      for (std::size_t i = 0, n = 1 + below(world.random, 3); i < n; ++i)
        data[below(world.random, data.size())] ^= static_cast<char>(1 + below(world.random, 255));
      if (round % 6 == 0) data.resize(below(world.random, data.size()));
      const std::string whole =
          std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.first == name; })->second;
      const auto write = [&](const std::string& bytes) {
        world.db().run(fmt::format("UPDATE {} SET {} = ?2 WHERE CAST({} AS TEXT) = ?1", table, column, key), name,
                       store::Bytes{bytes});
        REQUIRE(world.db().changed_rows() == 1);
      };
      write(data);
      IndexReport report;
      CHECK_NOTHROW(report = check_index(world.store(), 1000));
      reported += report.problems.empty() ? 0 : 1;
      // What a query reads is as it was written, or damage: never another answer.
      try {
        CHECK(found(world, query) == answer);
      } catch (const Error& e) {
        CHECK(e.code() == Exit::kDamaged);
        ++told;
      }
      write(whole);
    }
    CHECK(reported == rounds(25));
  }
  CHECK(told > rounds(10));
  check_whole(world);
}

TEST_CASE("check_index: what is missing, or too much, in each table") {
  World world(8);
  world.change(300, 30, 400);
  world.index();
  while (world.db().integer("SELECT count(*) FROM segment_dead") == 0) {
    world.change(3, 1, 50);
    world.index(50);
  }
  check_whole(world);
  const store::TempFolder folder;
  int copies = 0;
  const auto copied = [&] {
    const std::string path = folder.file(std::to_string(++copies));
    world.db().run("VACUUM INTO ?1", path);
    return store::Store::open(path, store::Access::kWrite);
  };
  for (const char* damage : {
           "DELETE FROM segment",
           "DELETE FROM segment WHERE id = (SELECT max(id) FROM segment)",
           "UPDATE segment SET docs = docs + 1",
           "UPDATE segment SET dead = dead + 1",
           "UPDATE segment SET terms = terms + 1",
           "UPDATE segment SET checksum = zeroblob(16)",
           "DELETE FROM segment_term WHERE first_term = (SELECT max(first_term) FROM segment_term)",
           "DELETE FROM segment_chunk",
           "DELETE FROM segment_dead",
           "DELETE FROM facet",
           "DELETE FROM facet WHERE field = ''",
           "DELETE FROM facet WHERE field = 'status' AND value = 'open'",
           "UPDATE facet SET value = 'opened' WHERE field = 'status' AND value = 'open'",
           "UPDATE facet SET data = (SELECT data FROM facet g WHERE g.kind = facet.kind AND g.field = '') WHERE field = 'tag'",
           "INSERT INTO facet SELECT kind, chunk + 1, field, value, data FROM facet WHERE field = 'tag'",
           "DELETE FROM index_length",
           "INSERT INTO ticket (source_id, external_id, hash, added_run, changed_run) SELECT source_id, 'unseen', hash, 1, 1 "
           "FROM ticket "
           "LIMIT 1; UPDATE index_seen SET item_id = item_id + 1000; DELETE FROM index_queue",
           "UPDATE ticket SET subject = subject || ' new', status = 'solved'; DELETE FROM index_queue",
           "UPDATE ticket SET subject = '' WHERE subject <> ''; DELETE FROM index_queue",
           "DELETE FROM message; DELETE FROM index_queue",
           "UPDATE ticket SET status = 'solved'; DELETE FROM index_queue",
       }) {
    CAPTURE(std::string(damage));
    store::Store copy = copied();
    copy.db().exec(damage);
    CHECK_FALSE(check_index(copy, 1'000'000).problems.empty());
  }
  // What waits to be indexed is no damage.
  store::Store copy = copied();
  copy.db().exec("UPDATE ticket SET subject = subject || ' new', status = 'solved'");
  CHECK(check_index(copy, 1'000'000).problems.empty());
  check_whole(world);
}
