#include "store/undo.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/counted.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/bring_back.hh"
#include "store/categories.hh"
#include "store/category_undo.hh"
#include "store/edits.hh"
#include "store/history.hh"
#include "store/lineage.hh"
#include "store/merge_fields.hh"
#include "store/run_again.hh"
#include "store/said.hh"
#include "store/thing_state.hh"

namespace ckm::store {
namespace {

using model::Kind;

constexpr std::string_view kRemove = "remove";

Value without_position(const Value& category) {
  if (category.is_null()) return category;
  Value out = Value::Object{};
  for (const auto& [name, value] : *category.object()) {
    if (name != "position") out.set(name, value);
  }
  return out;
}

// What a changeset did to one thing, and what that was before it, after it, and is now.
struct Deed {
  Kind kind;
  std::string uid;
  std::string op;  // Of the first entry that the changeset has of it, with that one's snapshot.
  std::optional<std::string> snapshot;
  Lineage line = {};
  Version before = {}, after = {}, now = {};
  std::string ref = {};
  std::optional<model::Article> again = {};  // Of an article that is there throughout: what it is without what the changeset did.
  std::optional<CategoryAgain> tree = {};    // The same of a category, there throughout or not.
  std::vector<std::string> blocked = {};     // Its fields that the changeset wrote, and somebody else since.

  [[nodiscard]] bool article() const { return model::info(kind).article; }
  [[nodiscard]] Value entry() const { return snapshot ? json::parse(*snapshot, "the history") : Value(); }
  // The history has nothing of a ticket but labels and its removal.
  [[nodiscard]] bool there(const Version& version) const {
    return kind == Kind::kTicket ? version.op != kRemove : version.there();
  }
  [[nodiscard]] bool same(const Version& a, const Version& b) const {
    if (there(a) != there(b) || a.label != b.label || a.into != b.into) return false;
    if (kind == Kind::kTicket) return true;
    if (kind == Kind::kCategory) return without_position(a.content) == without_position(b.content);
    return article() ? field_changes(a.content, b.content).empty() : a.content == b.content;
  }
  // Whether it is a category that goes, but not into another one.
  [[nodiscard]] bool takes_category() const {
    return kind == Kind::kCategory && !there(before) && there(after) && there(now) && before.into.empty();
  }
  // Whether it is one that lies elsewhere then.
  [[nodiscard]] bool moves_category() const {
    return tree && !tree->content.is_null() && there(now) && tree->content.text("path") != now.content.text("path");
  }
  // Whether somebody changed since what the changeset did.
  [[nodiscard]] bool blocks() const { return tree || again ? !blocked.empty() : !same(now, after); }
  // Whether there is nothing to take back: it did nothing to what there was, or that was taken back.
  [[nodiscard]] bool idle() const {
    if (tree) return blocked.empty() && tree->content == now.content;
    if (!again) return same(before, after) && same(now, after);
    return blocked.empty() && field_changes(now.content, model::to_value(*again)).empty() && labelled().label == now.label;
  }
  // Whose label it has without what the changeset did.
  [[nodiscard]] const Version& labelled() const { return before.label != after.label ? before : now; }
  [[nodiscard]] std::string blocking() const {
    std::string fields;
    for (const std::string& field : blocked) fields += (fields.empty() ? "" : ", ") + field;
    return fields.empty() ? name() : fmt::format("{} ({})", name(), fields);
  }
  [[nodiscard]] std::string name() const {
    return restorer_of(kind) == nullptr ? ref : fmt::format("the {} of {}", model::info(kind).name, ref);
  }
};

std::optional<Item> find_thing(Store& store, const Deed& deed) {
  if (deed.article()) {
    const std::int64_t id = find_article_by_uid(store, deed.uid);
    return id == 0 ? std::nullopt : std::optional(Item{deed.kind, id});
  }
  // The entries of tickets tell the source and the identifier, by which it is found again.
  const Value entry = deed.entry();
  const std::string id = entry.text("id");
  if (deed.kind != Kind::kTicket || id.empty()) return std::nullopt;
  return find_item(store, {Kind::kTicket, 0, entry.text("source"), id});
}

std::string ref_of(Store& store, const Deed& deed) {
  if (deed.article()) return article_ref(store, deed.uid);
  const Value entry = deed.entry();
  if (deed.kind == Kind::kCategory) return category_ref(entry.text("path"));
  if (deed.kind == Kind::kTicket) return known_ref(store, {deed.kind, deed.uid, std::nullopt}, {}, {});
  if (deed.kind == Kind::kLabel) return ticket_ref(store, entry.text("source"), entry.text("id"));
  const Value* const from = entry.find("from");
  if (from == nullptr) return article_ref(store, entry.text("article"));
  const std::string uid = from->text("uid");
  return uid.empty() ? ticket_ref(store, from->text("source"), from->text("id")) : article_ref(store, uid);
}

// What later changes wrote stays where the changeset did not touch it.
void take_out(Deed& deed) {
  const model::Article now = model::article_from_value(deed.now.content);
  MergedFields merged = merge_fields(deed.after.content, now, model::article_from_value(deed.before.content));
  const bool label = deed.before.label != deed.after.label;
  for (const FieldChange& change : field_changes(deed.before.content, deed.after.content)) {
    const std::string_view name = std::string_view(change.name).substr(change.name.rfind('.') + 1);
    if (std::ranges::find(merged.conflicts, name) != merged.conflicts.end()) deed.blocked.push_back(change.name);
  }
  if (label && deed.now.label != deed.after.label && deed.now.label != deed.before.label) deed.blocked.emplace_back("category");
  deed.again = std::move(merged.article);
}

CategoryDeed category_deed(const Deed& deed) {
  return {deed.uid, deed.before.content, deed.after.content, deed.now.content, deed.before.into};
}

void look_up(Store& store, LazyGraph& graph, std::int64_t change_id, Deed& deed) {
  deed.line = lineage_of(store, graph, deed.kind, deed.uid);
  deed.ref = ref_of(store, deed);
  deed.now = deed.line.now;
  const Lineage::Step step = deed.line.of_change(change_id);
  deed.after = *step.after;
  deed.before = *step.before;
  const bool known = deed.before.change_id != 0;
  if (deed.kind == Kind::kTicket) {
    // Imports bring tickets and take them away without an entry.
    if (deed.op != "add" && !deed.there(deed.before)) deed.before = {};
    const bool there = find_thing(store, deed).has_value();
    if (there != deed.there(deed.now)) deed.now.op = there ? "add" : kRemove;
  } else if (!known && deed.op == kRemove) {
    deed.before.content = deed.entry();  // Said by an import, without an entry.
  }
  if (deed.kind == Kind::kCategory) {
    // An import, or another change by naming it, had made it, of which nothing was said yet.
    if (!known && deed.op == "change") deed.before.content = plain_category(deed.after.content);
    deed.tree = category_again(store, category_deed(deed));
    deed.blocked = deed.tree->blocked;
  }
  if (deed.article() && deed.before.there() && deed.after.there() && deed.now.there()) take_out(deed);
}

// One for each thing, in the order of their first entries.
std::vector<Deed> deeds_of(Store& store, std::int64_t change_id) {
  Stmt rows = store.db().cached("SELECT kind, uid, op, snapshot FROM change_entry WHERE change_id = ?1 ORDER BY seq");
  rows.bind(change_id);
  std::vector<Deed> deeds;
  std::map<std::string, std::size_t> met;
  while (rows.step()) {
    if (!met.emplace(rows.string(1), deeds.size()).second) continue;
    deeds.push_back({static_cast<Kind>(rows.integer(0)), rows.string(1), rows.string(2),
                     rows.null(3) ? std::nullopt : std::optional(rows.string(3))});
  }
  rows.reset();
  LazyGraph graph(store);
  for (Deed& deed : deeds) look_up(store, graph, change_id, deed);
  return deeds;
}

void need_undoable(const Deed& deed, std::int64_t change_id) {
  const bool known =
      deed.kind == Kind::kTicket || deed.kind == Kind::kCategory || deed.article() || restorer_of(deed.kind) != nullptr;
  const bool forgotten = std::ranges::any_of(
      deed.line.versions, [&](const Version& v) { return v.change_id <= change_id && v.forgotten && v.op != "add"; });
  if (known && !forgotten) return;
  throw Error(Exit::kConflict,
              fmt::format("the change can't be undone: {} {}", deed.name(),
                          known ? "was forgotten" : "is none of the things whose changes are taken back"),
              "see what it did with: ckm log");
}

// Whether something was said of what would go that was not said when the changeset was made.
bool used_since(Store& store, const Deed& deed, std::int64_t change_id) {
  if (deed.there(deed.before) || !deed.there(deed.now)) return false;
  const auto item = find_thing(store, deed);
  if (!item) return false;
  return std::ranges::any_of(said_of(store, *item), [&](const Said& said) {
    const std::vector<Version> versions = versions_of(store, said.uid);
    if (versions.empty() || versions.back().change_id <= change_id) return false;
    const auto then =
        std::find_if(versions.rbegin(), versions.rend(), [&](const Version& v) { return v.change_id <= change_id; });
    return then == versions.rend() || then->content != versions.back().content;
  });
}

bool removed_things(Store& store, std::int64_t change_id) {
  Stmt rows = store.db().cached("SELECT 1 FROM change_entry WHERE change_id = ?1 AND op = 'remove' AND kind <= 4");
  return rows.bind(change_id).step();
}

// The version that took back what the changeset did, unless that was done again since. `said`: it only said something of a thing;
// where that went with the thing it was not taken back.
const Version* taken_back(Store& store, const Deed& deed, bool said) {
  const Version* found = nullptr;
  for (const Version& version : deed.line.versions) {
    if (version.change_id <= deed.after.change_id) continue;
    if (said && version.op == kRemove && removed_things(store, version.change_id)) continue;
    if (deed.same(version, deed.before)) found = found == nullptr ? &version : found;
    else if (deed.same(version, deed.after)) found = nullptr;
  }
  return found;
}

void need_as_left(Store& store, const std::vector<Deed>& deeds, std::int64_t change_id) {
  std::vector<std::string> names;
  std::vector<std::string> blocking;
  const Version* undone = nullptr;
  bool all = true;
  bool nothing = true;
  const bool said = std::ranges::all_of(deeds, [](const Deed& deed) { return restorer_of(deed.kind) != nullptr; });
  std::set<std::string> going;  // Or elsewhere.
  for (const Deed& deed : deeds) {
    if (deed.takes_category() || deed.moves_category()) going.insert(deed.uid);
  }
  for (const Deed& deed : deeds) {
    need_undoable(deed, change_id);
    names.push_back(deed.name());
    const bool used = deed.takes_category() ? category_used(store, deed.uid, going) : used_since(store, deed, change_id);
    if (deed.blocks() || used) blocking.push_back(deed.blocking());
    const Version* const by = taken_back(store, deed, said);
    nothing = nothing && deed.idle();
    all = all && by != nullptr;
    undone = by;
  }
  if (blocking.empty() && !nothing) return;
  if (all) {
    const bool last = deeds.back().line.versions.back().change_id == undone->change_id;
    throw Error(Exit::kConflict,
                fmt::format("{} was undone already: {}", change_name(deeds.back().after.change), first_few(names)),
                last ? fmt::format("have it back with: ckm undo {}", change_name(undone->change))
                     : fmt::format("what was done since then tells: ckm log {}", deeds.back().ref));
  }
  if (nothing && deeds.front().after.author.command == kSettling) {
    throw Error(Exit::kConflict,
                fmt::format("the change can't be undone: it settled for what stood, and changed nothing: {}", first_few(names)),
                fmt::format("give it another value with ckm set or ckm edit, or go back to a version with: ckm revert {}@N",
                            deeds.back().ref));
  }
  if (nothing) {
    throw Error(
        Exit::kConflict,
        fmt::format("the change can't be undone: nothing of what it did is there to be taken back: {}", first_few(names)),
        fmt::format("what was done since then tells: ckm log {}; to change what it is: ckm edit or ckm set", deeds.back().ref));
  }
  throw Error(Exit::kConflict,
              fmt::format("the change can't be undone: what it did was changed or used since: {}", first_few(blocking)),
              "undo the later changes first, or go back to a version with: ckm revert REF@N");
}

void make_again(Store& store, const Deed& deed, const Author& author, ChangeWriter& change) {
  if (deed.idle() || deed.kind == Kind::kCategory) return;
  if (const Restorer again = restorer_of(deed.kind)) {
    again(store, deed.uid, deed.now.content, deed.before.content, change);
    return;
  }
  const auto item = find_thing(store, deed);
  if (deed.again && item) {
    edit_article(store, item->id, *deed.again, change);
    edit_label(store, *item, deed.labelled().label, author.actor, change, deed.labelled().label_said);
    return;
  }
  if (deed.article()) {
    restore_alone(store, {deed.kind, deed.uid, item}, deed.before, author.actor, change);
    return;
  }
  if (!deed.there(deed.before)) {
    if (item) remove_item(store, *item, change);
    return;
  }
  edit_label(store, item ? *item : bring_back_ticket(store, deed.entry(), change), deed.before.label, author.actor, change,
             deed.before.label_said);
}

// The categories that things were given by a changeset, and those that it made.
std::set<std::string> named_by(const std::vector<Deed>& deeds) {
  std::set<std::string> paths;
  for (const Deed& deed : deeds) {
    if (deed.takes_category()) paths.insert(deed.now.content.text("path"));
    if (deed.kind != Kind::kTicket && !deed.article()) continue;
    const std::string said = deed.after.content.text("category");
    if (deed.after.label != deed.before.label) paths.insert(deed.after.label);
    if (said != deed.before.content.text("category")) paths.insert(said);
  }
  paths.erase("");
  return paths;
}

}  // namespace

std::vector<Undone> undo_change(Store& store, std::int64_t change_id, const Author& author) {
  const std::vector<Deed> deeds = deeds_of(store, change_id);
  if (deeds.empty()) {
    throw Error(Exit::kConflict, "the change can't be undone: it keeps no state of what it changed",
                "what is said about tickets by their source is taken back by importing it again");
  }
  need_as_left(store, deeds, change_id);
  RunAgain run(store, change_id);
  ChangeWriter change(store, author);
  std::vector<CategoryDeed> tree;
  for (const Deed& deed : deeds) {
    if (deed.kind == Kind::kCategory) tree.push_back(category_deed(deed));
  }
  put_categories_back(store, tree, change_id, author.actor, change);
  // From its end: what was said of a thing goes before that, and comes back after it.
  for (auto deed = deeds.rbegin(); deed != deeds.rend(); ++deed) make_again(store, *deed, author, change);
  take_categories(store, tree, change);
  change.seal();
  if (change.id() == 0) {
    throw Error(Exit::kConflict, fmt::format("the change can't be undone: what {} was about is gone", deeds.front().name()),
                "undo first what removed it: ckm log lists it");
  }
  run.finish(change.id());
  drop_made_by(store, change_id, named_by(deeds));
  std::vector<Undone> undone;
  for (const Deed& deed : deeds) {
    const bool was = deed.there(deed.before);
    const auto parted = deed.kind == Kind::kCategory && was && !deed.there(deed.now) && !deed.now.into.empty()
                            ? find_category_by_uid(store, deed.now.into)
                            : std::nullopt;
    undone.push_back({deed.ref, deed.kind,
                      was == deed.there(deed.now) ? "changed"
                      : was                       ? "added"
                                                  : "removed",
                      parted ? category_path(store, *parted) : std::string()});
  }
  return undone;
}

}  // namespace ckm::store
