#include "store/topics.hh"

#include "model/ticket.hh"
#include "store/fields.hh"

namespace ckm::store {
namespace {

constexpr Time kGoneFor = Time{366} * 24 * 3600;

constexpr const char* kTopic =
    "SELECT id, run_id, value, name, terms, resolution, tickets, before, first_at, gone_at, other_id FROM topic ";

Topic topic_of(const Stmt& row) {
  Topic topic;
  topic.id = row.integer(0);
  topic.run_id = row.integer(1);
  topic.value = row.string(2);
  topic.name = row.string(3);
  topic.terms = list_from_column(row.text(4));
  topic.resolution = row.real(5);
  topic.tickets = row.integer(6);
  topic.before = row.maybe_integer(7);
  topic.first_at = row.integer(8);
  topic.gone_at = row.maybe_integer(9);
  topic.other = row.maybe_integer(10);
  return topic;
}

void write_topic(Db& db, Topic& topic) {
  const std::string terms = list_to_column(topic.terms);
  if (topic.id == 0) {
    db.cached(
          "INSERT INTO topic (run_id, value, name, terms, resolution, tickets, before, first_at, gone_at, other_id) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        .run(topic.run_id, topic.value, topic.name, terms, topic.resolution, topic.tickets, topic.before, topic.first_at,
             topic.gone_at, topic.other);
    topic.id = db.last_id();
    return;
  }
  db.cached(
        "UPDATE topic SET name = ?2, terms = ?3, resolution = ?4, tickets = ?5, before = ?6, gone_at = ?7, other_id = ?8 "
        "WHERE id = ?1")
      .run(topic.id, topic.name, terms, topic.resolution, topic.tickets, topic.before, topic.gone_at, topic.other);
}

}  // namespace

std::optional<TopicRun> find_topic_run(Store& store, std::string_view chosen, std::string_view field) {
  Stmt row = store.db().cached(
      "SELECT id, chosen, field, made_at, tickets, drawn, placed, last_ticket FROM topic_run WHERE chosen = ?1 AND field = ?2");
  if (!row.bind(chosen, field).step()) return std::nullopt;
  return TopicRun{row.integer(0), row.string(1),  row.string(2),  row.integer(3),
                  row.integer(4), row.integer(5), row.integer(6), row.integer(7)};
}

std::vector<Topic> read_topics(Store& store, std::int64_t run_id) {
  Stmt rows = store.db().prepare(std::string(kTopic) + "WHERE run_id = ?1 ORDER BY gone_at IS NOT NULL, tickets DESC, id");
  rows.bind(run_id);
  std::vector<Topic> topics;
  while (rows.step()) topics.push_back(topic_of(rows));
  return topics;
}

std::optional<Topic> find_topic(Store& store, std::int64_t id) {
  Stmt row = store.db().prepare(std::string(kTopic) + "WHERE id = ?1");
  if (!row.bind(id).step()) return std::nullopt;
  return topic_of(row);
}

void for_each_topic_member(Store& store, std::int64_t run_id, const std::function<void(std::int64_t, std::int64_t)>& visit) {
  Stmt rows = store.db().prepare(
      "SELECT m.topic_id, m.ticket_id FROM topic t JOIN topic_member m ON m.topic_id = t.id WHERE t.run_id = ?1");
  rows.bind(run_id);
  while (rows.step()) visit(rows.integer(0), rows.integer(1));
}

std::vector<TopicMember> read_topic_members(Store& store, std::int64_t topic, std::int64_t limit) {
  Stmt rows = store.db().cached("SELECT ticket_id, likeness FROM topic_member WHERE topic_id = ?1 ORDER BY place LIMIT ?2");
  rows.bind(topic, limit);
  std::vector<TopicMember> members;
  while (rows.step()) members.push_back({rows.integer(0), rows.real(1)});
  return members;
}

std::vector<TopicFigures> read_topic_figures(Store& store, std::int64_t run_id, Time end, Time period) {
  Stmt rows = store.db().prepare(
      "SELECT m.topic_id, count(*), "
      "sum(NOT EXISTS (SELECT 1 FROM message WHERE ticket_id = t.id AND role = ?5 AND internal = 0) "
      "AND NOT EXISTS (SELECT 1 FROM use WHERE ticket_id = t.id AND solved = 1)), "
      "count(t.created_at), sum(ifnull(t.created_at > ?3 AND t.created_at <= ?2, 0)), "
      "sum(ifnull(t.created_at > ?4 AND t.created_at <= ?3, 0)) "
      "FROM topic p JOIN topic_member m ON m.topic_id = p.id JOIN ticket t ON t.id = m.ticket_id WHERE p.run_id = ?1 "
      "GROUP BY m.topic_id ORDER BY m.topic_id");
  rows.bind(run_id, end, end - period, end - 2 * period, static_cast<int>(model::Role::kAgent));
  std::vector<TopicFigures> all;
  while (rows.step()) {
    all.push_back({rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.integer(4), rows.integer(5)});
  }
  return all;
}

std::optional<Time> newest_of_topics(Store& store, std::int64_t run_id, Time until) {
  Stmt row = store.db().prepare(
      "SELECT max(t.created_at) FROM topic p JOIN topic_member m ON m.topic_id = p.id JOIN ticket t ON t.id = m.ticket_id "
      "WHERE p.run_id = ?1 AND t.created_at <= ?2");
  row.bind(run_id, until);
  return row.step() ? row.maybe_integer(0) : std::nullopt;
}

void write_topics(Store& store, TopicRun& run, std::span<FoundTopic> found, std::span<const Topic> gone) {
  Db& db = store.db();
  run.made_at = now();
  db.run(
      "INSERT INTO topic_run (chosen, field, made_at, tickets, drawn, placed, last_ticket) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
      "ON CONFLICT DO UPDATE SET made_at = ?3, tickets = ?4, drawn = ?5, placed = ?6, last_ticket = ?7",
      run.chosen, run.field, run.made_at, run.tickets, run.drawn, run.placed, run.last_ticket);
  run.id = find_topic_run(store, run.chosen, run.field)->id;
  db.run("DELETE FROM topic_member WHERE topic_id IN (SELECT id FROM topic WHERE run_id = ?1)", run.id);
  db.run("DELETE FROM topic WHERE run_id = ?1 AND gone_at < ?2", run.id, run.made_at - kGoneFor);
  for (Topic topic : gone) {
    topic.gone_at = run.made_at;
    topic.tickets = 0;
    write_topic(db, topic);
  }
  Stmt member = db.prepare(
      "INSERT INTO topic_member (topic_id, place, ticket_id, likeness) SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM ticket "
      "WHERE id = ?3)");
  for (FoundTopic& one : found) {
    one.topic.run_id = run.id;
    if (one.topic.id == 0) one.topic.first_at = run.made_at;
    write_topic(db, one.topic);
    std::int64_t place = 0;
    for (const TopicMember& m : one.members) member.run(one.topic.id, place++, m.ticket, m.likeness);
  }
}

void set_other_topic(Store& store, std::int64_t topic, std::int64_t other) {
  store.db().cached("UPDATE topic SET other_id = ?2 WHERE id = ?1").run(topic, other);
}

}  // namespace ckm::store
