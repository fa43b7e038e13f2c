#include "store/merge_into.hh"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hh"
#include "store/articles.hh"
#include "store/bring_back.hh"
#include "store/edits.hh"
#include "store/lineage.hh"
#include "store/links.hh"
#include "store/redirects.hh"
#include "store/said.hh"
#include "store/uses.hh"

namespace ckm::store {
namespace {

using model::Kind;

struct Entry {
  Kind kind;
  std::string uid;
  std::string op;
  Value content;
};
// What a changeset said of articles and did to them, from its end; without what was forgotten.
std::vector<Entry> entries_of(Store& store, std::int64_t change_id) {
  Stmt rows = store.db().cached(
      "SELECT kind, uid, op, snapshot FROM change_entry WHERE change_id = ?1 AND snapshot IS NOT NULL ORDER BY seq DESC");
  rows.bind(change_id);
  std::vector<Entry> entries;
  while (rows.step())
    entries.push_back(
        {static_cast<Kind>(rows.integer(0)), rows.string(1), rows.string(2), json::parse(rows.text(3), "the history")});
  return entries;
}

// What a changeset made of one thing.
struct Step {
  Value before, after, now;
  bool touched = false;
};
Step step_of(Store& store, LazyGraph& graph, Kind kind, std::string_view uid, std::int64_t change_id) {
  const Lineage line = lineage_of(store, graph, kind, uid);
  Step step;
  step.now = line.now.content;
  const Lineage::Step made = line.of_change(change_id);
  if (made.after == nullptr) return step;
  step.touched = true;
  step.before = made.before->content;
  step.after = made.after->content;
  return step;
}

// The changeset that merged an article, and what that was.
class Splitter {
 public:
  Splitter(Store& store, const Known& known, const Version& removal, ChangeWriter& change)
      : store_(store),
        graph_(store),
        kind_(known.kind),
        uid_(known.uid),
        into_(removal.into),
        change_id_(removal.change_id),
        entries_(entries_of(store, removal.change_id)),
        change_(change) {
    for (const Entry& entry : entries_) {
      if (entry.op != "remove" || entry.uid == uid_ || entry.content.text("into") != into_) continue;
      if (const auto merge = merge_of(store, entry.uid); merge && merge->change_id == change_id_) beside_.push_back(&entry);
    }
    into_kind_ = last_content(store, into_).kind;
  }

  void bring_back() {
    for (const Entry& entry : entries_) {
      if (entry.kind == Kind::kFeedback) bring_back_verdict(entry);
      if (entry.op != "remove" || restorer_of(entry.kind) == nullptr || !is_about(entry.content, uid_)) continue;
      if (came_and_went(entry)) continue;
      const std::string other = other_of(entry, uid_);
      if (!other.empty() && !is_said_by_another(entry.kind, other) && !take(entry.kind, other)) continue;
      restorer_of(entry.kind)(store_, entry.uid, Value(), entry.content, change_);
    }
  }

  void take_texts() {
    const auto into = find_article(store_, into_);
    if (!into) return;
    const Step step = step_of(store_, graph_, into_kind_, into_, change_id_);
    if (!step.touched) return;
    const model::Article before = model::article_from_value(step.before);
    const model::Article after = model::article_from_value(step.after);
    model::Article article = read_article(store_, into->id)->article;
    model::Article mine = model::article_from_value(step_of(store_, graph_, kind_, uid_, change_id_).before);
    mine.phrasings.push_back(mine.title);
    take(article.phrasings, before.phrasings, after.phrasings, mine.phrasings, &model::Article::phrasings);
    take(article.tags, before.tags, after.tags, mine.tags, &model::Article::tags);
    edit_article(store_, into->id, std::move(article), change_);
  }

 private:
  using List = std::vector<std::string>;
  static bool has(const List& list, const std::string& text) { return std::ranges::find(list, text) != list.end(); }

  // A link of the other one with what the changeset merged next.
  [[nodiscard]] bool came_and_went(const Entry& entry) const {
    const auto first = std::find_if(entries_.rbegin(), entries_.rend(), [&](const Entry& one) { return one.uid == entry.uid; });
    return first->op == "add";
  }
  void bring_back_verdict(const Entry& entry) {
    if (entry.op != "change") return;
    const Step step = step_of(store_, graph_, entry.kind, entry.uid, change_id_);
    if (step.before.text("article") == uid_ && step.now == step.after)
      restore_feedback(store_, entry.uid, step.now, step.before, change_);
  }

  // The uid of what the other article has of what was said of one; empty for a check, which it has not.
  [[nodiscard]] std::string other_of(const Entry& entry, const std::string& uid) const {
    if (entry.kind == Kind::kUse) return use_uid(entry_of_other(entry.content, into_));
    return entry.kind == Kind::kLink ? link_of_other(entry.content, uid, into_kind_, into_).uid : std::string();
  }
  // Whether a second article that the changeset merged with it said the same, so that it stays with the other one, too.
  [[nodiscard]] bool is_said_by_another(Kind kind, const std::string& other) const {
    return std::ranges::any_of(entries_, [&](const Entry& one) {
      return one.kind == kind && one.op == "remove" && std::ranges::any_of(beside_, [&](const Entry* article) {
               return is_about(one.content, article->uid) && other_of(one, article->uid) == other;
             });
    });
  }
  // Takes what the other one has as the changeset left it, if it left any; false where that is another by now.
  bool take(Kind kind, const std::string& other) {
    const Step step = step_of(store_, graph_, kind, other, change_id_);
    if (!step.touched || step.after.is_null()) return true;
    if (!(step.now == step.after)) return false;
    restorer_of(kind)(store_, other, step.now, step.before, change_);
    return true;
  }
  void take(List& list, const List& before, const List& after, const List& mine, List model::Article::*field) const {
    std::erase_if(list, [&](const std::string& text) {
      return has(mine, text) && has(after, text) && !has(before, text) && !is_said_by_another(text, field);
    });
  }
  [[nodiscard]] bool is_said_by_another(const std::string& text, List model::Article::*field) const {
    return std::ranges::any_of(beside_, [&](const Entry* one) {
      const model::Article article = model::article_from_value(one->content);
      return has(article.*field, text) || (field == &model::Article::phrasings && article.title == text);
    });
  }

  Store& store_;
  LazyGraph graph_;
  Kind kind_;
  std::string uid_, into_;
  std::int64_t change_id_;
  std::vector<Entry> entries_;
  std::vector<const Entry*> beside_;  // Articles that were merged with it, and still are.
  Kind into_kind_ = Kind::kFaq;
  ChangeWriter& change_;
};

}  // namespace

Moved merge_into(Store& store, const Item& from, const Item& into, ChangeWriter& change) {
  Moved moved;
  const std::string uid = store.db().text("SELECT uid FROM article WHERE id = ?1", into.id).value_or("");
  const std::vector<Said> all = said_of(store, from);
  // The newest first, as in remove_item().
  for (auto said = all.rbegin(); said != all.rend(); ++said) {
    if (said->kind == Kind::kUse) {
      move_use(store, *said, uid, change);
      ++moved.uses;
    } else if (said->kind == Kind::kFeedback) {
      move_feedback(store, *said, uid, change);
      ++moved.verdicts;
    }
  }
  moved.links = move_links(store, from, into, change, moved.links_left);
  remove_item(store, from, change, uid);
  return moved;
}

void split_again(Store& store, const Known& known, const Version& removal, ChangeWriter& change) {
  Splitter splitter(store, known, removal, change);
  splitter.bring_back();
  splitter.take_texts();
}

}  // namespace ckm::store
