#include "store/topic_volumes.hh"

namespace ckm::store {

std::vector<TopicVolume> read_topic_volumes(Store& store, std::int64_t run_id, Time since) {
  Stmt rows = store.db().prepare(
      "SELECT p.id, count(*), sum((SELECT count(*) FROM message e WHERE e.ticket_id = t.id AND e.role = 2 AND e.internal = 0)) "
      "FROM topic p JOIN topic_member m ON m.topic_id = p.id JOIN ticket t ON t.id = m.ticket_id "
      "WHERE p.run_id = ?1 AND p.gone_at IS NULL AND ifnull(t.created_at, ?2) >= ?2 GROUP BY p.id ORDER BY p.id");
  rows.bind(run_id, since);
  std::vector<TopicVolume> volumes;
  while (rows.step()) volumes.push_back({rows.integer(0), rows.integer(1), rows.integer(2)});
  return volumes;
}

std::vector<std::int64_t> typical_tickets(Store& store, std::int64_t topic, Time since, std::int64_t limit) {
  Stmt rows = store.db().cached(
      "SELECT t.id FROM topic_member m JOIN ticket t ON t.id = m.ticket_id WHERE m.topic_id = ?1 AND ifnull(t.created_at, ?2) >= "
      "?2 ORDER BY m.place LIMIT ?3");
  rows.bind(topic, since, limit);
  std::vector<std::int64_t> ids;
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

bool solved_by_validated(Store& store, std::int64_t ticket) {
  Stmt row = store.db().cached(
      "SELECT 1 FROM use u JOIN article a ON a.id = u.article_id WHERE u.ticket_id = ?1 AND u.solved = 1 AND a.confidence = "
      "'validated' UNION ALL SELECT 1 FROM link l JOIN article a ON a.id = l.to_id AND a.kind = l.to_kind WHERE l.from_kind = 1 "
      "AND l.from_id = ?1 AND l.relation = 'solved-by' AND a.confidence = 'validated' LIMIT 1");
  return row.bind(ticket).step();
}

std::int64_t tickets_behind(Store& store, std::int64_t run_id) {
  return store.db().integer("SELECT count(*) FROM ticket WHERE id > (SELECT last_ticket FROM topic_run WHERE id = ?1)", run_id);
}

}  // namespace ckm::store
