#include "store/as_of.hh"

#include <optional>
#include <string>
#include <utility>

#include "base/interrupt.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/thing_state.hh"

namespace ckm::store {
namespace {

struct Then {
  Value content;  // Null where it was not there.
  std::string label;
  Time label_at = 0;
  std::string label_actor;
};

// By the last entries before the time.
Then of_line(Store& store, const std::string& uid, Time time) {
  constexpr const char* kContent =
      "SELECT e.op, e.snapshot FROM change_entry e JOIN change c ON c.id = e.change_id WHERE e.uid = ?1 AND c.at <= ?2 AND "
      "e.op <> 'label' ORDER BY e.change_id DESC, e.seq DESC LIMIT 1";
  constexpr const char* kLabel =
      "SELECT e.op, e.snapshot, c.at, c.actor FROM change_entry e JOIN change c ON c.id = e.change_id WHERE e.uid = ?1 AND c.at "
      "<= "
      "?2 AND e.op IN ('label', 'remove') ORDER BY e.change_id DESC, e.seq DESC LIMIT 1";
  Then then;
  Stmt row = store.db().cached(kContent);
  if (!row.bind(uid, time).step() || row.text(0) == "remove" || row.null(1)) return then;
  then.content = json::parse(row.text(1), "the history");
  row.reset();
  complete_source(store, uid, then.content);
  Stmt label = store.db().cached(kLabel);
  if (!label.bind(uid, time).step() || label.text(0) != "label" || label.null(1)) return then;
  const Value said = json::parse(label.text(1), "the history");
  then.label = said.text("category");
  then.label_at = parse_time(said.text("at")).value_or(label.integer(2));
  then.label_actor = said.find("actor") == nullptr ? label.string(3) : said.text("actor");
  return then;
}

Then of_graph(Store& store, const HistoryGraph& graph, model::Kind kind, const std::string& uid, Time time) {
  const ThingState state = thing_state(store, graph, kind, uid, time);
  Then then;
  if (!state.merged.there) return then;
  then.content = state.merged.content;
  if (!state.merged.labeller) return then;
  const model::Deed& deed = state.deeds[*state.merged.labeller];
  return {std::move(then.content), state.merged.label, deed.label_at, deed.label_actor};
}

}  // namespace

Store articles_at(Store& store, Time time, const std::function<void(std::int64_t)>& progress) {
  Store then = Store::temporary();
  then.trust_keys();
  Transaction transaction(then.db());
  {
    Stmt sources = store.db().prepare("SELECT id, name FROM source ORDER BY id");
    sources.bind();
    while (sources.step())
      then.db().run("INSERT OR REPLACE INTO source (id, name) VALUES (?1, ?2)", sources.integer(0), sources.text(1));
  }
  std::optional<HistoryGraph> graph;
  ArticleAdder adder(then);
  std::int64_t looked = 0;
  Stmt rows = store.db().prepare(
      "SELECT uid, kind, id, EXISTS (SELECT 1 FROM forked f WHERE f.uid = a.uid) FROM article a UNION ALL "
      "SELECT uid, kind, max(item_id), EXISTS (SELECT 1 FROM forked f WHERE f.uid = r.uid) FROM removed r WHERE kind BETWEEN 2 "
      "AND 4 "
      "AND NOT EXISTS (SELECT 1 FROM article a WHERE a.uid = r.uid) GROUP BY uid ORDER BY 3");
  rows.bind();
  while (rows.step()) {
    if (interrupted() != 0) throw Interrupted();
    progress(++looked);
    const std::string uid = rows.string(0);
    const auto kind = static_cast<model::Kind>(rows.integer(1));
    if (rows.integer(3) != 0 && !graph) graph.emplace(store);
    const Then was = rows.integer(3) != 0 ? of_graph(store, *graph, kind, uid, time) : of_line(store, uid, time);
    if (was.content.is_null()) continue;
    model::Article article = model::article_from_value(was.content);
    article.uid = uid;
    std::string source = was.content.text("source");
    if (source.empty()) source = model::kLocalSource;
    std::string hash = article_hash(article);
    const std::int64_t id = adder.add(then.source_id(source), std::move(article), std::move(hash), 0, rows.integer(2));
    if (was.label.empty()) continue;
    adder.flush();
    label_category(then, {kind, id}, was.label, was.label_actor);
    sign_label(then, {kind, id}, was.label_at, was.label_actor);
  }
  adder.flush();
  transaction.commit();
  return then;
}

}  // namespace ckm::store
