#include "store/judged.hh"

#include <cstdlib>

#include "base/json.hh"

namespace ckm::store {
namespace {

std::string to_column(const std::vector<Judgement>& judgements) {
  Value object = Value::Object{};
  for (const Judgement& judgement : judgements) object.set(judgement.ref, Value::decimal(judgement.gain, 3));
  return json::dump(object);
}

}  // namespace

std::vector<JudgedSet> judged_sets(Store& store) {
  Stmt rows = store.db().prepare(
      "SELECT name, (SELECT count(*) FROM judged_query q WHERE q.set_name = s.name), at, actor FROM judged_set s ORDER BY name");
  rows.bind();
  std::vector<JudgedSet> sets;
  while (rows.step()) sets.push_back({rows.string(0), rows.integer(1), rows.integer(2), rows.string(3)});
  return sets;
}

std::vector<JudgedQuery> read_judged(Store& store, std::string_view set) {
  Stmt rows = store.db().prepare("SELECT name, text, relevant FROM judged_query WHERE set_name = ?1 ORDER BY seq");
  rows.bind(set);
  std::vector<JudgedQuery> queries;
  while (rows.step()) {
    JudgedQuery query{rows.string(0), rows.string(1), {}};
    const Value relevant = json::parse(rows.text(2), "judged_query");
    for (const auto& [ref, gain] : *relevant.object())
      query.judgements.push_back({ref, std::strtod(gain.to_text().c_str(), nullptr)});
    queries.push_back(std::move(query));
  }
  return queries;
}

void save_judged(Store& store, const JudgedSet& set, const std::vector<JudgedQuery>& queries) {
  forget_judged(store, set.name);
  store.db().run("INSERT INTO judged_set VALUES (?1, ?2, ?3)", set.name, set.at, set.actor);
  std::int64_t seq = 0;
  for (const JudgedQuery& query : queries) {
    store.db()
        .cached("INSERT INTO judged_query VALUES (?1, ?2, ?3, ?4, ?5)")
        .run(set.name, ++seq, query.name, query.text, to_column(query.judgements));
  }
}

bool forget_judged(Store& store, std::string_view set) {
  store.db().run("DELETE FROM judged_query WHERE set_name = ?1", set);
  store.db().run("DELETE FROM judged_set WHERE name = ?1", set);
  return store.db().changed_rows() > 0;
}

}  // namespace ckm::store
