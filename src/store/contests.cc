#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hh"
#include "base/json.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/category_tree.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "store/merge.hh"
#include "store/merge_into.hh"
#include "store/said.hh"
#include "store/said_values.hh"
#include "store/thing_state.hh"

namespace ckm::store {
namespace {

using model::Kind;

constexpr std::string_view kLabel = "category";
constexpr std::string_view kRemoved = "removed";

// The thing that something said is about, as it is or was shown.
std::string ref_of(Store& store, Kind kind, const std::string& uid, const ThingState& state) {
  if (model::info(kind).article) return article_ref(store, uid);
  if (kind == Kind::kTicket) {
    const TicketName name = ticket_name(store, {kind, uid, std::nullopt});
    return ticket_ref(store, name.source, name.external_id);
  }
  const Value& entry = state.merged.content;
  if (kind == Kind::kCategory) return category_ref(entry.text("path"));
  if (kind == Kind::kLabel) return ticket_ref(store, entry.text("source"), entry.text("id"));
  const Value* const from = entry.find("from");
  if (from == nullptr) return article_ref(store, entry.text("article"));
  return from->text("uid").empty() ? ticket_ref(store, from->text("source"), from->text("id"))
                                   : article_ref(store, from->text("uid"));
}

// What was said has no versions to choose from, and its entries are for programs.
void say_sides(Store& store, std::vector<Open::Side>& sides) {
  for (Open::Side& side : sides) {
    side.version = 0;
    if (side.value.boolean() != nullptr) {
      side.value = *side.value.boolean() ? "taken back" : "said";
      continue;
    }
    if (side.value.find("field") != nullptr) {
      side.value = fmt::format("{} = {}", side.value.text("field"), shown_value(side.value));
      continue;
    }
    const Value* const solved = side.value.find("solved");
    const std::string ticket = ticket_ref(store, side.value.text("source"), side.value.text("id"));
    if (solved == nullptr || solved->boolean() == nullptr) side.value = ticket;
    else side.value = fmt::format("{} {}", *solved->boolean() ? "solved" : "did not solve", ticket);
  }
}

void add_contests(Store& store, Kind kind, const std::string& uid, const ThingState& state, std::vector<Open>& into) {
  if (state.merged.contests.empty()) return;
  const std::vector<Version> versions = versions_of(store, uid);
  const bool thing = model::info(kind).article || kind == Kind::kTicket || kind == Kind::kCategory;
  for (const model::Contest& contest : state.merged.contests) {
    Open open{ref_of(store, kind, uid, state), kind, uid, thing ? contest.field : std::string(model::info(kind).name), {}};
    for (std::size_t i = 0; i < contest.versions.size(); ++i) {
      const std::int64_t change = state.changes[contest.versions[i]];
      const auto version = std::ranges::find(versions, change, &Version::change_id);
      open.sides.push_back({version->number, contest.values[i], version->author, version->at});
    }
    if (!thing) say_sides(store, open.sides);
    into.push_back(std::move(open));
  }
}

}  // namespace

std::vector<Open> open_contests(Store& store, const HistoryGraph& graph) {
  std::vector<std::pair<Kind, std::string>> things;
  {
    Stmt rows = store.db().prepare("SELECT kind, uid FROM forked ORDER BY kind, uid");
    rows.bind();
    while (rows.step()) things.emplace_back(static_cast<Kind>(rows.integer(0)), rows.string(1));
  }
  std::vector<Open> open;
  for (const auto& [kind, uid] : things) add_contests(store, kind, uid, thing_state(store, graph, kind, uid), open);
  std::ranges::stable_sort(open, {}, &Open::ref);
  return open;
}

namespace {

// What is told of a contest where a person asks for another version than one of its sides.
[[noreturn]] void tell_sides(const std::string& ref, std::int64_t version, const std::vector<Open>& open) {
  std::string sides;
  for (const Open& contest : open) {
    for (const Open::Side& side : contest.sides) {
      const std::string name = fmt::format("{}@{}", ref, side.version);
      if (sides.find(name) == std::string::npos) sides.append(sides.empty() ? "" : ", ").append(name);
    }
  }
  throw Error(Exit::kUsage, fmt::format("{}@{} says nothing of what is open", ref, version),
              fmt::format("choose one of {}", sides));
}

Value with_field(const Value& content, std::string_view field, const Value& value) {
  constexpr std::string_view kStory = "case.";
  Value out = Value::Object{};
  const bool part = field.starts_with(kStory);
  const std::string name(part ? field.substr(0, kStory.size() - 1) : field);
  const Value* const story = content.find(name);
  for (const auto& [member, is] : *content.object()) {
    if (member != name) out.set(member, is);
  }
  Value chosen = value;
  if (part) chosen = with_field(story == nullptr ? Value(Value::Object{}) : *story, field.substr(kStory.size()), value);
  if (!chosen.is_null()) out.set(name, std::move(chosen));
  return out;
}

// The uid of the article that one was merged into, where a copy did not only remove it.
std::string merged_into(const std::vector<Version>& versions) {
  const auto merge = std::find_if(versions.rbegin(), versions.rend(), [](const Version& v) { return !v.into.empty(); });
  return merge == versions.rend() ? std::string() : merge->into;
}

// Of one that a copy removed and another one had back, and that is not there: it is again, or stays removed.
void settle_removed(Store& store, const Known& known, const std::vector<Version>& versions, std::optional<std::int64_t> version,
                    std::string_view actor, ChangeWriter& change) {
  const auto chosen = std::ranges::find(versions, version.value_or(0), &Version::number);
  if (chosen != versions.end() && chosen->there()) {
    restore_alone(store, known, *chosen, actor, change);
    return;
  }
  const auto last = std::find_if(versions.rbegin(), versions.rend(), [](const Version& v) { return v.there(); });
  if (last == versions.rend()) return;
  Value snapshot = last->content;
  if (const std::string into = merged_into(versions); !into.empty()) snapshot.set("into", into);
  change.add(known.kind, known.uid, "remove", json::dump(snapshot));
}

void remove_or_merge(Store& store, const Item& item, const std::string& into, ChangeWriter& change) {
  const auto other = into.empty() ? std::nullopt : find_article(store, into);
  if (other) merge_into(store, item, *other, change);
  else remove_item(store, item, change, into);
}

// An entry that follows all sides: whatever it says is settled.
void sign(Store& store, const Item& item, ChangeWriter& change) {
  const auto stored = read_article(store, item.id);
  change.add(item.kind, stored->article.uid, "change", article_snapshot(stored->article, stored->source));
}

// The same of what was said of a thing, be it that it was taken back.
void sign_said(const ThingState& state, const Open& contest, ChangeWriter& change) {
  const auto last = std::find_if(state.deeds.rbegin(), state.deeds.rend(),
                                 [](const model::ThingChange& deed) { return deed.content.object() != nullptr; });
  if (state.merged.there) change.add(contest.kind, contest.uid, "change", json::dump(state.merged.content));
  else if (last != state.deeds.rend()) change.add(contest.kind, contest.uid, "remove", json::dump(last->content));
}

}  // namespace

std::int64_t settle(Store& store, const HistoryGraph& graph, const std::vector<Open>& all, const Known& known,
                    std::optional<std::int64_t> version, std::string_view actor, ChangeWriter& change) {
  const std::string ref = known_ref(store, known, versions_of(store, known.uid), {});
  const auto [first, last] = std::ranges::equal_range(all, ref, {}, &Open::ref);
  const std::vector<Open> open(first, last);
  const auto of_version = [&](const Open& contest) {
    return std::ranges::find(contest.sides, version.value_or(0), &Open::Side::version);
  };
  const bool own = std::ranges::any_of(
      open, [&](const Open& contest) { return contest.uid == known.uid && of_version(contest) != contest.sides.end(); });
  if (open.empty()) return 0;
  if (version && !own) tell_sides(ref, *version, open);
  const std::optional<Item>& item = known.item;
  if (!item && model::info(known.kind).article) {
    settle_removed(store, known, versions_of(store, known.uid), version, actor, change);
    return static_cast<std::int64_t>(open.size());
  }
  if (known.kind == Kind::kCategory) {
    Value content = thing_state(store, graph, known.kind, known.uid).merged.content;
    if (content.object() == nullptr) return 0;
    for (const Open& contest : open) {
      const auto side = of_version(contest);
      if (side != contest.sides.end()) content = with_field(content, contest.field, side->value);
    }
    put_categories(store, {{known.uid, content, {}}});
    change.add(known.kind, known.uid, "change", json::dump(content));
    return static_cast<std::int64_t>(open.size());
  }
  bool signs = false;
  for (const Open& contest : open) {
    if (contest.uid != known.uid) {  // Said of it: as it stands.
      sign_said(thing_state(store, graph, contest.kind, contest.uid), contest, change);
      continue;
    }
    const auto side = of_version(contest);
    const Value& value = (side == contest.sides.end() ? contest.sides.front() : *side).value;
    if (contest.field == kLabel && known.kind == Kind::kTicket) {
      const TicketName name = ticket_name(store, known);
      const std::string path = value.is_null() ? "" : value.to_text();
      if (item) label_category(store, *item, path, actor);
      change.add(known.kind, known.uid, "label", label_snapshot(path, name.source, name.external_id));
      if (item) sign_label(store, *item, change.at(), actor);
      continue;
    }
    if (contest.field == kRemoved) {
      if (value.boolean() != nullptr && *value.boolean() && item) {
        remove_or_merge(store, *item, merged_into(versions_of(store, known.uid)), change);
        return static_cast<std::int64_t>(open.size());
      }
    } else if (contest.field == kLabel) {
      edit_label(store, *item, value.is_null() ? "" : value.to_text(), actor, change);
    } else {
      const Value content = with_field(model::to_value(read_article(store, item->id)->article), contest.field, value);
      edit_article(store, item->id, model::article_from_value(content), change);
    }
    signs = true;
  }
  if (signs) sign(store, *item, change);
  return static_cast<std::int64_t>(open.size());
}

}  // namespace ckm::store
