#include "store/as_of.hh"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/interrupt.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/category_paths.hh"
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

// The changesets that were made by a time: all up to a number where clocks went forward, else each by its own time.
class Before {
 public:
  Before(Store& store, Time time) : time_(time) {
    last_ = store.db().integer("SELECT ifnull(max(id), 0) FROM change WHERE at <= ?1", time);
    in_order_ = store.db().integer("SELECT NOT EXISTS (SELECT 1 FROM change WHERE id <= ?1 AND at > ?2)", last_, time) != 0;
  }
  // A row of op, snapshot, the changeset's number and, of a label, its time and its actor; false where there is none.
  bool find(Stmt& in_order, Stmt& by_time, const std::string& uid, Stmt*& row) {
    row = in_order_ ? &in_order : &by_time;
    return in_order_ ? row->bind(uid, last_).step() : row->bind(uid, time_).step();
  }

 private:
  Time time_;
  std::int64_t last_;
  bool in_order_;
};

// By the last entries of a thing that one copy after the other changed.
class Line {
 public:
  Line(Store& store, Time time)
      : store_(store),
        before_(store, time),
        content_(store.db().prepare(
            "SELECT op, snapshot, change_id FROM change_entry WHERE uid = ?1 AND change_id <= ?2 AND op <> 'label' ORDER BY "
            "change_id DESC, seq DESC LIMIT 1")),
        content_by_time_(store.db().prepare(fmt::format(kRow, "c.at <= ?2", "e.op <> 'label'"))),
        label_(store.db().prepare(fmt::format(kRow, "e.change_id <= ?2", "e.op = 'label'"))),
        label_by_time_(store.db().prepare(fmt::format(kRow, "c.at <= ?2", "e.op = 'label'"))),
        removed_since_(store.db().prepare(
            "SELECT 1 FROM change_entry WHERE uid = ?1 AND op = 'remove' AND change_id BETWEEN ?2 AND ?3 LIMIT 1")),
        labels_(store.db().integer("SELECT EXISTS (SELECT 1 FROM change_entry WHERE op = 'label')") != 0) {}

  Then read(const std::string& uid) {
    Then then;
    Stmt* row = nullptr;
    if (!before_.find(content_, content_by_time_, uid, row) || row->text(0) == "remove" || row->null(1)) return then;
    then.content = json::parse(row->text(1), "the history");
    name_category_now(store_, then.content);
    const std::int64_t written = row->integer(2);
    complete_source(store_, uid, then.content);
    if (!labels_ || !before_.find(label_, label_by_time_, uid, row) || row->null(1)) return then;
    // It went with what was removed, and did not come back with it of itself.
    if (removed_since_.bind(uid, row->integer(2), written).step()) return then;
    Value said = json::parse(row->text(1), "the history");
    name_category_now(store_, said);
    then.label = said.text("category");
    then.label_at = parse_time(said.text("at")).value_or(row->integer(3));
    then.label_actor = said.find("actor") == nullptr ? std::string(row->text(4)) : said.text("actor");
    return then;
  }

 private:
  static constexpr const char* kRow =
      "SELECT e.op, e.snapshot, e.change_id, c.at, c.actor FROM change_entry e JOIN change c ON c.id = e.change_id WHERE e.uid = "
      "?1 "
      "AND {} AND {} ORDER BY e.change_id DESC, e.seq DESC LIMIT 1";
  Store& store_;
  Before before_;
  Stmt content_, content_by_time_, label_, label_by_time_, removed_since_;
  bool labels_;  // Whether there is any.
};

Then of_graph(Store& store, const HistoryGraph& graph, model::Kind kind, const std::string& uid, Time time) {
  const ThingState state = thing_state(store, graph, kind, uid, time);
  Then then;
  if (!state.merged.there) return then;
  then.content = state.merged.content;
  if (!state.merged.labeller) return then;
  const model::ThingChange& deed = state.deeds[*state.merged.labeller];
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
  std::map<std::string, std::int64_t> sources;
  const auto source_of = [&](const std::string& name) {
    const auto [at, added] = sources.try_emplace(name);
    if (added) at->second = then.source_id(name);
    return at->second;
  };
  LazyGraph graph(store);
  Line line(store, time);
  ArticleAdder adder(then);
  std::int64_t looked = 0;
  std::int64_t last = 0;
  // Of what went with an import that was undone nobody knows the number: the last ones.
  Stmt rows = store.db().prepare(
      "SELECT uid, kind, max(id), EXISTS (SELECT 1 FROM forked f WHERE f.uid = known.uid) FROM ("
      "SELECT uid, kind, id FROM article UNION ALL SELECT uid, kind, item_id FROM removed WHERE kind BETWEEN 2 AND 4 UNION ALL "
      "SELECT uid, kind, 0 FROM change_entry WHERE op = 'remove' AND kind BETWEEN 2 AND 4) AS known GROUP BY uid "
      "ORDER BY max(id) = 0, max(id)");
  rows.bind();
  while (rows.step()) {
    stop_if_interrupted();
    progress(++looked);
    const std::string uid = rows.string(0);
    const auto kind = static_cast<model::Kind>(rows.integer(1));
    const Then was = rows.integer(3) != 0 ? of_graph(store, graph.get(), kind, uid, time) : line.read(uid);
    if (was.content.is_null()) continue;
    model::Article article = model::article_from_value(was.content);
    article.uid = uid;
    std::string source = was.content.text("source");
    if (source.empty()) source = model::kLocalSource;
    last = rows.integer(2) == 0 ? last + 1 : rows.integer(2);
    const std::int64_t id = adder.add(source_of(source), std::move(article), {}, 0, last);
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
