#include "store/merge.hh"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/hash.hh"
#include "base/interrupt.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/bring_back.hh"
#include "store/categories.hh"
#include "store/category_tree.hh"
#include "store/edits.hh"
#include "store/forget.hh"
#include "store/forgotten.hh"
#include "store/join_history.hh"
#include "store/labels.hh"
#include "store/merge_tickets.hh"
#include "store/said.hh"
#include "store/thing_state.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

using model::Kind;

// The item that an entry of something said names; nothing where it is not here.
std::optional<Item> end_of(Store& store, const Value& entry) {
  std::string uid = entry.text("article");
  if (uid.empty()) uid = entry.text("uid");
  if (uid.empty()) return find_item(store, {Kind::kTicket, 0, entry.text("source"), entry.text("id")});
  return find_article(store, uid);
}

// Whether one of the things that it is about was forgotten here before.
bool about_forgotten(Store& store, const Value& entry) {
  const auto gone = [&](const Value* end) {
    if (end == nullptr) return false;
    const std::string uid = end->text("article") + end->text("uid");
    if (!uid.empty() && forgotten_at(store, uid)) return true;
    return !end->text("id").empty() && forgotten_at(store, ticket_uid(end->text("source"), end->text("id")));
  };
  return gone(&entry) || gone(entry.find("from")) || gone(entry.find("to"));
}

bool ends_here(Store& store, const Value& entry) {
  if (const Value* const from = entry.find("from")) return end_of(store, *from) && end_of(store, *entry.find("to"));
  if (!end_of(store, entry)) return false;
  return entry.text("id").empty() || find_item(store, {Kind::kTicket, 0, entry.text("source"), entry.text("id")});
}

class Merging {
 public:
  Merging(Store& store, const HistoryGraph& graph) : store_(store), graph_(graph), silent_(store) {}

  Merged run() {
    put_all_categories();  // What is in them names them.
    // Things before what was said of them.
    for (const bool said : {false, true}) {
      Stmt rows = store_.db().prepare(
          "SELECT kind, uid FROM joined WHERE (kind > 8) = ?1 UNION SELECT kind, uid FROM forked WHERE waiting = 1 AND ?1 = 1 "
          "ORDER BY 1, 2");
      rows.bind(said ? 1 : 0);
      while (rows.step()) {
        stop_if_interrupted();
        merge(static_cast<Kind>(rows.integer(0)), rows.string(1));
      }
    }
    forget_things(store_, doomed_, silent_);
    merged_.forgotten = static_cast<std::int64_t>(doomed_.size());
    merged_.waiting = store_.db().integer("SELECT count(*) FROM forked WHERE waiting = 1");
    return merged_;
  }

 private:
  void merge(Kind kind, const std::string& uid) {
    const ThingState state = thing_state(store_, graph_, kind, uid);
    bool waits = false;
    if (state.forgotten) forget(kind, uid);
    else if (model::info(kind).article) put_article(kind, uid, state);
    else if (kind == Kind::kTicket) waits = !put_ticket(uid, state);
    else if (restorer_of(kind) != nullptr) waits = !put_said(kind, uid, state);
    if (state.forked || waits)
      store_.db()
          .cached("INSERT INTO forked (uid, kind, waiting) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET waiting = ?3")
          .run(uid, static_cast<int>(kind), waits ? 1 : 0);
    else store_.db().cached("DELETE FROM forked WHERE uid = ?1").run(uid);
  }

  // With what was said of it since by somebody who did not know.
  void forget(Kind kind, const std::string& uid) {
    const bool left =
        store_.db().cached("SELECT 1 FROM change_entry WHERE uid = ?1 AND snapshot IS NOT NULL LIMIT 1").bind(uid).step();
    std::optional<Item> item;
    if (model::info(kind).article) {
      item = find_article(store_, uid);
    } else {
      const TicketName name = ticket_name(store_, {kind, uid, std::nullopt});
      item = find_item(store_, {kind, 0, name.source, name.external_id});
    }
    if (left || item) doomed_.push_back({kind, uid, item});
  }

  void put_article(Kind kind, const std::string& uid, const ThingState& state) {
    const std::int64_t id = find_article_by_uid(store_, uid);
    if (!state.merged.there) {
      if (id == 0) return;
      remove({kind, id}, state);
      ++merged_.removed;
      return;
    }
    model::Article article = model::article_from_value(state.merged.content);
    article.uid = uid;
    Item item{kind, id};
    if (id == 0) {
      item = put_back_article(store_, state.merged.content.text("source"), article);
      take_number(store_, item);
      ++merged_.added;
    } else if (const auto here = read_article(store_, id); model::to_value(here->article) != model::to_value(article)) {
      article.external_id = here->article.external_id;
      update_article(store_, id, article, 0);
      ++merged_.changed;
    }
    keep_imported(item, uid, state, article_hash(article));
    put_label(item, state);
  }

  // What another copy said of it meanwhile waits until it is there again.
  void remove(const Item& item, const ThingState& state) {
    touch_said_of(store_, item);
    std::string into;
    for (const std::string& where : state.into) into = where.empty() ? into : where;
    remove_item(store_, item, silent_, into);
  }

  // What its source said last is known, so that the next import of it keeps what was edited.
  void keep_imported(const Item& item, const std::string& uid, const ThingState& state, const std::string& now) {
    for (std::size_t i = state.deeds.size(); i-- > 0;) {
      const model::ThingChange& deed = state.deeds[i];
      if (!state.imports[i] || deed.content.object() == nullptr) continue;
      model::Article said = model::article_from_value(deed.content);
      said.uid = uid;
      const std::string hash = article_hash(said);
      const bool edited = hash != now;
      store_.db()
          .cached("UPDATE article SET imported = ?2, base = ?3 WHERE id = ?1")
          .run(item.id, Bytes{hash}, edited ? std::optional(json::dump(model::to_value(said))) : std::nullopt);
      return;
    }
  }

  void put_label(const Item& item, const ThingState& state) {
    if (person_label(store_, item) != state.merged.label) {
      label_category(store_, item, state.merged.label, {});
      ++merged_.said;
    }
    if (state.merged.label.empty()) return;
    const model::ThingChange& deed = state.deeds[*state.merged.labeller];
    sign_label(store_, item, deed.label_at, deed.label_actor);
  }

  // Whether it is here, if it has a label.
  bool put_ticket(const std::string& uid, const ThingState& state) {
    const TicketName name = ticket_name(store_, {Kind::kTicket, uid, std::nullopt});
    const auto item = find_item(store_, {Kind::kTicket, 0, name.source, name.external_id});
    if (!item) return state.merged.label.empty();
    if (is_gone(graph_, state, writer_of(store_, item->id))) {
      remove(*item, state);
      ++merged_.tickets_removed;
    } else {
      put_label(*item, state);
    }
    return true;
  }

  bool is_joined(const std::string& uid) {
    return store_.db().cached("SELECT 1 FROM joined WHERE uid = ?1 LIMIT 1").bind(uid).step();
  }

  // All that the history knows of: where one is depends on where others are.
  void put_all_categories() {
    if (!store_.db().cached("SELECT 1 FROM joined WHERE kind = ?1 LIMIT 1").bind(static_cast<int>(Kind::kCategory)).step())
      return;
    std::vector<std::string> uids;
    Stmt rows = store_.db().prepare("SELECT DISTINCT uid FROM change_entry WHERE kind = ?1 ORDER BY uid");
    rows.bind(static_cast<int>(Kind::kCategory));
    while (rows.step()) uids.push_back(rows.string(0));
    std::vector<CategoryState> states;
    for (const std::string& uid : uids) {
      const ThingState state = thing_state(store_, graph_, Kind::kCategory, uid);
      std::string into;
      for (const std::string& where : state.into) into = where.empty() ? into : where;
      if (state.merged.there) states.push_back({uid, state.merged.content, {}});
      else if (state.merged.removed && (!into.empty() || is_joined(uid))) states.push_back({uid, Value(), std::move(into)});
    }
    merged_.categories = put_categories(store_, states);
  }

  // Whether what it is about is here.
  bool put_said(Kind kind, const std::string& uid, const ThingState& state) {
    if (erase_about_forgotten(uid)) return true;
    const auto last = std::find_if(state.deeds.rbegin(), state.deeds.rend(),
                                   [](const model::ThingChange& deed) { return deed.content.object() != nullptr; });
    if (last == state.deeds.rend()) return true;
    const Value& entry = state.merged.there ? state.merged.content : last->content;
    if (!ends_here(store_, entry)) return !state.merged.there;
    const std::optional<Value> now = said_now(entry, uid);
    if (state.merged.there ? now == state.merged.content : !now) return true;
    restorer_of(kind)(store_, uid, now ? *now : entry, Value(), silent_);
    if (state.merged.there) restorer_of(kind)(store_, uid, Value(), state.merged.content, silent_);
    ++merged_.said;
    return true;
  }

  bool erase_about_forgotten(const std::string& uid) {
    Stmt row = store_.db().cached("SELECT snapshot FROM change_entry WHERE uid = ?1 AND snapshot IS NOT NULL LIMIT 1");
    if (!row.bind(uid).step() || !about_forgotten(store_, json::parse(row.text(0), "the history"))) return false;
    row.reset();
    erase_entries(store_, "uid = ?1", uid);
    return true;
  }

  std::optional<Value> said_now(const Value& entry, const std::string& uid) {
    const Value* const from = entry.find("from");
    const auto item = end_of(store_, from == nullptr ? entry : *from);
    if (!item) return std::nullopt;
    for (Said& said : said_of(store_, *item)) {
      if (said.uid == uid) return std::move(said.entry);
    }
    return std::nullopt;
  }

  Store& store_;
  const HistoryGraph& graph_;
  ChangeWriter silent_;
  std::vector<Known> doomed_;
  Merged merged_;
};

}  // namespace

Merged merge_joined(Store& store, const HistoryGraph& graph) { return Merging(store, graph).run(); }

}  // namespace ckm::store
