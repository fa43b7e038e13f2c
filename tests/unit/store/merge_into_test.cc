#include "store/merge_into.hh"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <doctest/doctest.h>
#include "base/json.hh"

#include "store/articles.hh"
#include "store/bring_back.hh"
#include "store/chain.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "store/learned.hh"
#include "store/links.hh"
#include "store/redirects.hh"
#include "store/reviews.hh"
#include "store/said.hh"
#include "store/said_log.hh"
#include "store/undo.hh"
#include "store/uses.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

namespace ckm::store {
namespace {

std::vector<std::pair<Item, std::string>> all_articles(Store& store) {
  std::vector<std::pair<Item, std::string>> all;
  Stmt rows = store.db().prepare("SELECT kind, id, uid FROM article ORDER BY id");
  rows.bind();
  while (rows.step()) all.push_back({{static_cast<model::Kind>(rows.integer(0)), rows.integer(1)}, rows.string(2)});
  return all;
}

std::vector<std::string> known_uids(Store& store) {
  std::vector<std::string> uids;
  Stmt rows = store.db().prepare("SELECT DISTINCT uid FROM change_entry WHERE kind IN (2, 3, 4) ORDER BY uid");
  rows.bind();
  while (rows.step()) uids.push_back(rows.string(0));
  return uids;
}

// The lines that only one of them has; that they differ otherwise.
std::string difference(const std::string& is, const std::string& was) {
  if (is == was) return {};
  const auto lines = [](const std::string& text) {
    std::multiset<std::string> all;
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
      all.insert(text.substr(at, end - at));
    return all;
  };
  const auto here = lines(is), there = lines(was);
  std::vector<std::string> more, less;
  std::ranges::set_difference(here, there, std::back_inserter(more));
  std::ranges::set_difference(there, here, std::back_inserter(less));
  if (more.empty() && less.empty()) return "another order:\n" + is + "was\n" + was;
  return fmt::format("+ {}\n- {}\n", fmt::join(more, "\n+ "), fmt::join(less, "\n- "));
}

// All that a user can see of the articles and tickets, but when they were updated.
std::string dump(Store& store) {
  std::string out;
  for (const auto& [item, uid] : all_articles(store)) {
    auto stored = read_article(store, item.id);
    stored->article.updated_at.reset();
    out += fmt::format("{} {} label={}\n", stored->ref, article_snapshot(stored->article, stored->source),
                       person_label(store, item));
    std::vector<std::string> said;
    for (const Said& one : said_of(store, item)) said.push_back(fmt::format("  {} {}\n", one.uid, json::dump(one.entry)));
    std::ranges::sort(said);
    for (const std::string& line : said) out += line;
    for (const std::string& text : learned_wordings(store, item.id)) out += fmt::format("  learned {}\n", text);
    for (const Comment& comment : comments_of(store, item.id, 100)) out += fmt::format("  comment {}\n", comment.text);
    const Record record = read_record(store, item.id);
    out += fmt::format("  {} {} {} {}\n", record.uses, record.solved, record.helpful, record.unhelpful);
  }
  for (std::int64_t ticket = 1; ticket <= 4; ++ticket) {
    out += fmt::format("ticket {}:", ticket);
    for (const UsedArticle& used : used_on(store, ticket)) out += fmt::format(" {}", item_ref(store, used.item));
    out += "\n";
  }
  for (const std::string& uid : known_uids(store)) {
    const auto followed = follow_merge(store, uid);
    out += fmt::format("{} -> {}\n", uid, followed ? item_ref(store, followed->item) : "-");
  }
  return out;
}

// What the entries of the history say alone: the last one of each thing.
std::set<std::string> said_by_history(Store& store) {
  std::map<std::string, std::string> last;
  Stmt rows =
      store.db().prepare("SELECT uid, op, snapshot FROM change_entry WHERE kind BETWEEN 9 AND 12 ORDER BY change_id, seq");
  rows.bind();
  while (rows.step()) last[rows.string(0)] = rows.text(1) == "remove" ? "" : rows.string(0) + rows.string(2);
  std::set<std::string> said;
  for (const auto& [uid, text] : last) {
    if (!text.empty()) said.insert(text);
  }
  return said;
}

std::set<std::string> said_by_rows(Store& store) {
  std::set<std::string> said;
  for (const auto& [item, uid] : all_articles(store)) {
    for (const Said& one : said_of(store, item)) said.insert(one.uid + json::dump(one.entry));
  }
  return said;
}

// As the command does: several are merged, and the texts of the one are written once.
class Merging {
 public:
  Merging(Store& store, const Item& into, ChangeWriter& change)
      : store_(store), into_(into), change_(change), article_(read_article(store, into.id)->article) {}
  void merge(const Item& from) {
    const model::Article other = read_article(store_, from.id)->article;
    add(article_.phrasings, other.title);
    for (const std::string& text : other.phrasings) add(article_.phrasings, text);
    for (const std::string& tag : other.tags) add(article_.tags, tag);
    moved_ = merge_into(store_, from, into_, change_);
  }
  Moved finish() {
    edit_article(store_, into_.id, article_, change_);
    return moved_;  // Of the last one.
  }

 private:
  static void add(std::vector<std::string>& list, const std::string& text) {
    if (std::ranges::find(list, text) == list.end()) list.push_back(text);
  }
  Store& store_;
  Item into_;
  ChangeWriter& change_;
  model::Article article_;
  Moved moved_;
};

Moved merge_all(Store& store, const std::vector<Item>& from, const Item& into, ChangeWriter& change) {
  Merging merging(store, into, change);
  for (const Item& item : from) merging.merge(item);
  return merging.finish();
}

struct Desk {
  TempStore store;
  Desk() {
    std::vector<model::Ticket> tickets;
    for (int i = 1; i <= 4; ++i) {
      model::Ticket ticket;
      ticket.external_id = std::to_string(i);
      ticket.subject = fmt::format("wording {}", i);
      tickets.push_back(ticket);
    }
    import_all(*store, "desk", std::move(tickets));
    ChangeWriter change(*store, kAuthor);
    for (int i = 0; i < 5; ++i) {
      model::Article article;
      article.kind = i == 4 ? model::Kind::kDocument : model::Kind::kFaq;
      article.title = fmt::format("question {}", i);
      article.phrasings = {fmt::format("asked {}", i % 3)};
      article.tags = {fmt::format("tag {}", i % 2)};
      add_article(*store, article, change);
    }
    change.seal();
  }
  Item article(Random& random) {
    const auto all = all_articles(*store);
    return all[below(random, all.size())].first;
  }
  // One command's change, or nothing.
  std::int64_t act(Random& random) {
    Transaction transaction(store.db());
    ChangeWriter change(*store, kAuthor);
    set_now(1'770'000'000 + static_cast<Time>(below(random, 3)));
    const Item one = article(random);
    const Item two = article(random);
    const Item ticket{model::Kind::kTicket, static_cast<std::int64_t>(1 + below(random, 4))};
    constexpr std::optional<bool> kSolved[] = {std::nullopt, false, true};
    switch (below(random, 9)) {
      case 0:
      case 1:
      case 2: record_use(*store, one, ticket, kSolved[below(random, 3)], "ann", change); break;
      case 3:
        record_feedback(*store, one, below(random, 2) == 0, fmt::format("comment {}", below(random, 100)), "bob", change);
        break;
      case 4: record_review(*store, one, {true, "fine", std::nullopt, now(), "cy"}, change); break;
      case 5: edit_label(*store, one, pick(random, {"a", "b/c", ""}), "ann", change); break;
      case 6:
      case 7: {
        const std::string relation = pick(random, {"related", "supersedes", "variant-of", "derived-from", "duplicate-of"});
        try {
          add_link(*store, one, relation, relation == "derived-from" && below(random, 2) == 0 ? ticket : two, "ann", change);
        } catch (const Error&) {  // Of a thing and itself, or in a circle.
        }
        break;
      }
      default: {
        Merging merging(*store, one, change);
        for (std::size_t n = 1 + below(random, 2); n > 0 && all_articles(*store).size() > 1; --n) {
          const Item from = article(random);
          if (!(from == one)) merging.merge(from);
        }
        merging.finish();
      }
    }
    change.seal();
    transaction.commit();
    return change.id();
  }
};

TEST_CASE("undoing merges in the reverse order brings all back, doing them again merges again") {
  for (int round = 0; round < rounds(40); ++round) {
    Random random(static_cast<std::uint64_t>(round));
    Desk desk;
    std::vector<std::pair<std::int64_t, std::string>> done;
    std::string last = dump(*desk.store);
    for (int i = 0; i < 25; ++i) {
      const std::int64_t change = desk.act(random);
      CHECK(said_by_history(*desk.store) == said_by_rows(*desk.store));
      if (change != 0) done.emplace_back(change, last);
      last = dump(*desk.store);
    }
    for (; !done.empty(); done.pop_back()) {
      CAPTURE(round);
      Transaction transaction(desk.store.db());
      const std::string after = dump(*desk.store);
      undo_change(*desk.store, done.back().first, kAuthor);
      REQUIRE(difference(dump(*desk.store), done.back().second) == "");
      undo_change(*desk.store, read_changes(*desk.store, 1).front().id, kAuthor);
      REQUIRE(difference(dump(*desk.store), after) == "");
      undo_change(*desk.store, read_changes(*desk.store, 1).front().id, kAuthor);
      REQUIRE(difference(dump(*desk.store), done.back().second) == "");
      REQUIRE(said_by_history(*desk.store) == said_by_rows(*desk.store));
      transaction.commit();
    }
    int faults = 0;
    const auto count = [&](const ChainFault&) { ++faults; };
    verify_chain(*desk.store, count, [](std::int64_t, std::int64_t) {});
    verify_articles(*desk.store, count, [](std::int64_t, std::int64_t) {});
    CHECK(faults == 0);
  }
}

TEST_CASE("a verdict that the history does not know comes back, too") {
  Desk desk;
  const auto all = all_articles(*desk.store);
  desk.store.db().run("INSERT INTO feedback (article_id, helpful, comment, at, actor, uid) VALUES (?1, 1, 'old', 1, 'bob', 'f')",
                      all[0].first.id);
  const std::string before = dump(*desk.store);
  ChangeWriter change(*desk.store, kAuthor);
  const Moved moved = merge_all(*desk.store, {all[0].first}, all[1].first, change);
  change.seal();
  CHECK(moved.verdicts == 1);
  CHECK(read_record(*desk.store, all[1].first.id).helpful == 1);
  undo_change(*desk.store, change.id(), kAuthor);
  CHECK(difference(dump(*desk.store), before) == "");
}

TEST_CASE("a link that would make no sense does not go over") {
  Desk desk;
  const auto all = all_articles(*desk.store);
  const auto link = [&](std::size_t from, const char* relation, std::size_t to) {
    ChangeWriter change(*desk.store, kAuthor);
    add_link(*desk.store, all[from].first, relation, all[to].first, "ann", change);
    change.seal();
  };
  link(0, "supersedes", 2);  // With the next in a circle.
  link(2, "supersedes", 1);
  link(0, "duplicate-of", 1);  // With itself.
  link(3, "related", 0);       // Said already, the other way round.
  link(1, "related", 3);
  link(0, "derived-from", 3);
  ChangeWriter change(*desk.store, kAuthor);
  const Moved moved = merge_all(*desk.store, {all[0].first}, all[1].first, change);
  change.seal();
  CHECK(moved.links == 1);
  CHECK(moved.links_left == 3);
  const std::vector<Linked> links = links_of(*desk.store, all[1].first);
  REQUIRE(links.size() == 3);
  CHECK(links[0].relation == "derived-from");
  CHECK(links[1].relation == "related");
  CHECK(links[2].relation == "supersedes");
  CHECK_FALSE(links[2].outwards);
  // Who said it and when is as it was.
  Stmt row = desk.store.db().prepare("SELECT actor FROM link WHERE relation = 'derived-from'");
  row.bind().step();
  CHECK(row.text(0) == "ann");
}

TEST_CASE("of two uses on one ticket the better outcome counts, once") {
  constexpr std::optional<bool> kOutcomes[] = {std::nullopt, false, true};
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      Desk desk;
      const auto all = all_articles(*desk.store);
      ChangeWriter said(*desk.store, kAuthor);
      record_use(*desk.store, all[0].first, {model::Kind::kTicket, 1}, kOutcomes[a], "ann", said);
      record_use(*desk.store, all[1].first, {model::Kind::kTicket, 1}, kOutcomes[b], "bob", said);
      said.seal();
      ChangeWriter change(*desk.store, kAuthor);
      merge_all(*desk.store, {all[0].first}, all[1].first, change);
      change.seal();
      const auto used = used_on(*desk.store, 1);
      REQUIRE(used.size() == 1);
      CHECK(used[0].item == all[1].first);
      CHECK(used[0].solved == kOutcomes[std::max(a, b)]);
      CHECK(used[0].actor == (a > b ? "ann" : "bob"));
      CHECK(learned_wordings(*desk.store, all[1].first.id).size() == (std::max(a, b) == 2 ? 1 : 0));
    }
  }
}

TEST_CASE("going back to versions of all that was merged brings all back, in whatever order") {
  for (int round = 0; round < rounds(80); ++round) {
    Random random(static_cast<std::uint64_t>(5000 + round));
    Desk desk;
    for (int i = 0; i < 20; ++i) desk.act(random);
    auto all = all_articles(*desk.store);
    if (all.size() < 2) continue;
    std::ranges::shuffle(all, random);
    const std::string before = dump(*desk.store);
    const Item into = all.front().first;
    std::vector<std::string> merged;
    Transaction transaction(desk.store.db());
    ChangeWriter change(*desk.store, kAuthor);
    std::vector<Item> from;
    for (std::size_t i = 1; i < std::min<std::size_t>(all.size(), 4); ++i) {
      from.push_back(all[i].first);
      merged.push_back(all[i].second);
    }
    merge_all(*desk.store, from, into, change);
    change.seal();
    CHECK(desk.store.db().integer(
              "SELECT count(*) FROM change_entry WHERE change_id = ?1 AND op = 'change' AND kind IN (2, 3, 4)", change.id()) <=
          1);
    CHECK(dump(*desk.store) != before);
    std::ranges::shuffle(merged, random);
    ChangeWriter back(*desk.store, kAuthor);
    for (const std::string& uid : merged) {
      const std::vector<Version> versions = versions_of(*desk.store, uid);
      const Version& version = versions[versions.size() - 2];
      REQUIRE(restore(*desk.store, {model::kind_from_name(version.content.text("kind")).value(), uid, std::nullopt}, version,
                      "ann", back));
      back.flush();
    }
    back.seal();
    CAPTURE(round);
    // What was linked to what was not there yet comes back with that alone.
    REQUIRE(difference(dump(*desk.store), before) == "");
    transaction.commit();
  }
}

}  // namespace
}  // namespace ckm::store
