#include "store/history.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.hh"
#include "base/json.hh"
#include "base/suggest.hh"
#include "base/time.hh"
#include "model/category.hh"
#include "store/articles.hh"
#include "store/category_paths.hh"
#include "store/forgotten.hh"
#include "store/redirects.hh"
#include "store/tickets.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kCategory = "category";
constexpr std::string_view kStory = "case";
constexpr std::string_view kInto = "into";
constexpr std::string_view kCategoryMark = "category:";
constexpr std::size_t kLeastDigits = 4;
constexpr std::array<std::string_view, 6> kUntold = {"kind", "uid", "id", "created_at", "updated_at", "source"};

std::optional<std::int64_t> parse_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < 1) return std::nullopt;
  return number;
}

bool has_entries(Store& store, std::string_view uid) {
  return store.db().cached("SELECT 1 FROM change_entry WHERE uid = ?1 LIMIT 1").bind(uid).step();
}

// 0 where it was never removed.
std::int64_t removed_number(Store& store, std::string_view uid) {
  return store.db().integer("SELECT ifnull(max(item_id), 0) FROM removed WHERE uid = ?1", uid);
}

Value member(const Value& object, std::string_view name) {
  const Value* const found = object.find(name);
  return found == nullptr ? Value() : *found;
}

void compare(const Value& before, const Value& after, const std::string& prefix, std::vector<FieldChange>& changes) {
  std::vector<std::string_view> done;
  for (const Value* side : {&before, &after}) {
    if (side->object() == nullptr) continue;
    for (const auto& [name, ignored] : *side->object()) {
      if (std::ranges::find(done, name) != done.end()) continue;
      done.push_back(name);
      if (prefix.empty() && std::ranges::find(kUntold, name) != kUntold.end()) continue;
      Value from = member(before, name);
      Value to = member(after, name);
      if (from == to) continue;
      if (prefix.empty() && name == kStory) compare(from, to, name + ".", changes);
      else changes.push_back({prefix + name, std::move(from), std::move(to)});
    }
  }
}

// Changesets, at most two, whose digest begins with the digits; nothing for what are too few digits, or none.
std::optional<std::vector<std::int64_t>> changes_with(Store& store, const std::string& digits) {
  // All digests that begin so lie between these two.
  constexpr std::size_t kDigits = 2 * sizeof(Sha256);
  const std::size_t left = kDigits - std::min(digits.size(), kDigits);
  const auto first = unhex(digits + std::string(left, '0'));
  const auto last = unhex(digits + std::string(left, 'f'));
  if (!first || !last || digits.size() < kLeastDigits || digits.size() > kDigits) return std::nullopt;
  Stmt rows = store.db().cached("SELECT id FROM change WHERE digest BETWEEN ?1 AND ?2 LIMIT 2");
  rows.bind(Bytes{*first}, Bytes{*last});
  std::vector<std::int64_t> ids;
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

std::string near_category(Store& store, std::string_view name) {
  std::vector<std::string> known;
  Stmt rows = store.db().prepare("SELECT path FROM category ORDER BY path");
  rows.bind();
  while (rows.step()) known.push_back(category_ref(rows.text(0)));
  return did_you_mean(name, known, "write the whole path of a category, as ckm show tells that of an item");
}

}  // namespace

void complete_source(Store& store, std::string_view uid, Value& content) {
  if (content.is_null() || content.find("source") != nullptr) return;
  const auto kind = model::kind_from_name(content.text("kind"));
  if (!kind) return;
  Stmt sources = store.db().cached("SELECT name FROM source");
  sources.bind();
  while (sources.step()) {
    const std::string name = sources.string(0);
    if (article_uid(*kind, name, content.text("id")) != uid) continue;
    content.set("source", name);
    return;
  }
}

std::string item_uid(Store& store, const Item& item) {
  if (model::info(item.kind).article) return store.db().text("SELECT uid FROM article WHERE id = ?1", item.id).value_or("");
  Stmt row = store.db().cached("SELECT s.name, t.external_id FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id = ?1");
  row.bind(item.id).step();
  return ticket_uid(row.text(0), row.text(1));
}

std::optional<Known> find_known(Store& store, const model::Ref& ref) {
  if (const auto item = find_item(store, ref)) return Known{item->kind, item_uid(store, *item), item};
  std::string uid;
  if (ref.id != 0) {
    uid = store.db()
              .text("SELECT uid FROM removed WHERE kind = ?1 AND item_id = ?2", static_cast<int>(ref.kind), ref.id)
              .value_or("");
  } else {
    uid = model::info(ref.kind).article ? article_uid(ref.kind, ref.source, ref.external_id)
                                        : ticket_uid(ref.source, ref.external_id);
  }
  if (uid.empty() || !has_entries(store, uid)) return std::nullopt;
  return Known{ref.kind, uid, model::info(ref.kind).article ? find_article(store, uid) : std::nullopt};
}

Value Version::shown() const {
  if (label.empty() || content.is_null()) return content;
  Value out = Value::Object{};
  bool said = false;
  for (const auto& [name, value] : *content.object()) {
    said |= name == kCategory;
    out.set(name, name == kCategory ? Value(label) : value);
  }
  if (!said) out.set(std::string(kCategory), label);
  return out;
}

std::vector<Version> versions_of(Store& store, std::string_view uid) {
  Stmt rows = store.db().cached(
      "SELECT e.change_id, c.digest, c.at, c.actor, c.command, c.message, e.op, e.snapshot FROM change_entry e "
      "JOIN change c ON c.id = e.change_id WHERE e.uid = ?1 ORDER BY e.change_id, e.seq");
  rows.bind(uid);
  std::vector<Version> versions;
  while (rows.step()) {
    Version version;
    if (!versions.empty())
      version.content = versions.back().content, version.label = versions.back().label,
      version.label_said = versions.back().label_said;
    version.number = static_cast<std::int64_t>(versions.size()) + 1;
    version.change_id = rows.integer(0);
    const bool more = !versions.empty() && versions.back().change_id == version.change_id;
    version.change = hex(rows.bytes(1));
    version.at = rows.integer(2);
    version.author = {rows.string(3), rows.string(4), rows.string(5)};
    version.op = rows.string(6);
    version.forgotten = rows.null(7);
    if (version.forgotten || version.op == "remove") {
      if (!version.forgotten) version.into = json::parse(rows.text(7), "the history").text(kInto);
      version.content = Value();
      version.label.clear();
      version.label_said = {};
    } else {
      Value snapshot = json::parse(rows.text(7), "the history");
      name_category_now(store, snapshot);
      if (version.op == "label") {
        version.label = snapshot.text(kCategory);
        version.label_said = {snapshot.find("actor") == nullptr ? version.author.actor : snapshot.text("actor"),
                              parse_time(snapshot.text("at")).value_or(version.at)};
        // What it was is not known, so nothing is but that it was said.
        version.forgotten = !versions.empty() && versions.back().forgotten && versions.back().op != "label";
      } else {
        complete_source(store, uid, snapshot);
        version.content = std::move(snapshot);
      }
    }
    if (more) {
      // One changeset made it: a label beside something else is a part of that.
      const Version& first = versions.back();
      version.number = first.number;
      if (version.op == "label") version.forgotten = first.forgotten;
      if (version.op == "label" || (first.op == "add" && version.there())) version.op = first.op;
      versions.back() = std::move(version);
    } else {
      versions.push_back(std::move(version));
    }
  }
  return versions;
}

std::string category_ref(std::string_view path) { return std::string(kCategoryMark).append(path); }

TicketName ticket_name(Store& store, const Known& ticket) {
  Stmt row = store.db().cached(
      "SELECT s.name, t.external_id FROM ticket t JOIN source s ON s.id = t.source_id WHERE t.id = ?1 UNION ALL "
      "SELECT * FROM (SELECT snapshot ->> 'source', snapshot ->> 'id' FROM change_entry WHERE uid = ?2 AND snapshot IS NOT NULL "
      "ORDER BY change_id DESC, seq DESC LIMIT 1) LIMIT 1");
  if (!row.bind(ticket.item ? ticket.item->id : 0, ticket.uid).step()) return {};
  TicketName name{row.string(0), row.string(1)};
  return name;
}

std::string known_ref(Store& store, const Known& known, const std::vector<Version>& versions, std::string_view asked) {
  if (known.item) return item_ref(store, *known.item);
  if (known.kind == model::Kind::kCategory) {
    const auto path = store.db().text("SELECT path FROM category WHERE uid = ?1", known.uid);
    return path ? category_ref(*path) : std::string(asked);
  }
  if (!model::info(known.kind).article) {
    const TicketName name = ticket_name(store, known);
    if (!name.external_id.empty()) return ticket_ref(store, name.source, name.external_id);
    if (std::string forgotten = forgotten_ref(store, known.uid); !forgotten.empty()) return forgotten;
    if (!asked.empty()) return std::string(asked);
    const std::int64_t number = removed_number(store, known.uid);
    return number == 0 ? "a ticket" : model::format_ref(known.kind, number, {}, {});
  }
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (!version->there()) continue;
    return model::format_ref(known.kind, removed_number(store, known.uid), version->content.text("source"),
                             version->content.text("id"));
  }
  if (std::string forgotten = forgotten_ref(store, known.uid); !forgotten.empty()) return forgotten;
  return std::string(asked);
}

std::string article_ref(Store& store, std::string_view uid) {
  if (const auto item = find_article(store, uid)) return item_ref(store, *item);
  const std::vector<Version> versions = versions_of(store, uid);
  const auto last = std::find_if(versions.rbegin(), versions.rend(), [](const Version& version) { return version.there(); });
  const auto kind = last == versions.rend() ? std::nullopt : model::kind_from_name(last->content.text("kind"));
  if (kind) return known_ref(store, {*kind, std::string(uid), std::nullopt}, versions, uid);
  const std::string forgotten = forgotten_ref(store, uid);
  return forgotten.empty() ? "an article" : forgotten;
}

std::string ticket_ref(Store& store, std::string_view source, std::string_view external_id) {
  const model::Ref ref{model::Kind::kTicket, 0, std::string(source), std::string(external_id)};
  if (const auto item = find_item(store, ref)) return item_ref(store, *item);
  return model::format_ref(ref.kind, removed_number(store, ticket_uid(source, external_id)), source, external_id);
}

void tell_removed(Store& store, const Known& known, std::string_view asked) {
  if (known.kind == model::Kind::kCategory)
    throw Error(Exit::kUsage, fmt::format("{} has no text to show", asked), fmt::format("its history: ckm log {}", asked));
  if (const auto ref = model::parse_ref(asked)) tell_forgotten(store, *ref, asked);
  const std::vector<Version> versions = versions_of(store, known.uid);
  const std::string ref = known_ref(store, known, versions, asked);
  const Version& last = versions.back();
  if (last.op != "remove" || last.change.empty() || last.forgotten) {
    throw Error(Exit::kNotFound, fmt::format("there is no {} any more", asked), fmt::format("its history: ckm log {}", ref));
  }
  const auto shown = std::find_if(versions.rbegin(), versions.rend(), [](const Version& version) { return version.there(); });
  if (!last.into.empty() && shown != versions.rend()) {
    const auto followed = follow_merge(store, known.uid);
    const std::string into = article_ref(store, last.into);
    throw Error(Exit::kNotFound,
                fmt::format("there is no {} any more: {} merged it into {} on {}{}", asked, last.author.actor, into,
                            format_day(last.at), followed ? "" : ", which is not there either"),
                fmt::format("{}; bring it back with: ckm revert {}@{}",
                            followed ? "name that: " + item_ref(store, followed->item) : "its history: ckm log " + into, ref,
                            shown->number));
  }
  const std::string what =
      fmt::format("there is no {} any more: {} removed it on {}", asked, last.author.actor, format_day(last.at));
  if (!model::info(known.kind).article || shown == versions.rend()) {
    throw Error(Exit::kNotFound, what,
                fmt::format("its history: ckm log {}; bring it back with: ckm undo {}", ref, change_name(last.change)));
  }
  throw Error(Exit::kNotFound, what,
              fmt::format("what it was shows: ckm show {0}@{1}; bring it back with: ckm revert {0}@{1}", ref, shown->number));
}

VersionName need_version_name(Store& store, std::string_view text) {
  const auto known = [&](std::string_view name) -> std::optional<Known> {
    if (name.starts_with(kCategoryMark)) {
      const auto id = find_category(store, model::clean_path(name.substr(kCategoryMark.size())));
      if (id) return Known{model::Kind::kCategory, category_uid(store, *id), std::nullopt};
      if (name.rfind('@') != std::string_view::npos) return std::nullopt;
      throw Error(Exit::kNotFound, fmt::format("there is no {}", name), near_category(store, name));
    }
    const auto ref = model::parse_ref(name);
    if (!ref || !model::info(ref->kind).searchable) return std::nullopt;
    return find_known(store, *ref);
  };
  if (auto whole = known(text)) return {std::move(*whole), std::nullopt};
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    if (const auto number = parse_number(text.substr(at + 1))) {
      if (auto front = known(text.substr(0, at))) return {std::move(*front), number};
    }
  }
  need_item(store, text);  // Throws.
  throw Error(Exit::kNotFound, fmt::format("there is no {}", text), "find it with: ckm query WORDS");
}

const Version* version_at(const std::vector<Version>& versions, Time time) {
  const Version* last = nullptr;
  for (const Version& version : versions) {
    if (version.at <= time) last = &version;
  }
  return last != nullptr && last->there() ? last : nullptr;
}

std::optional<std::int64_t> parse_run(std::string_view name) {
  constexpr std::string_view kRun = "run:";
  return name.starts_with(kRun) ? parse_number(name.substr(kRun.size())) : std::nullopt;
}

std::int64_t need_change(Store& store, std::string_view name) {
  constexpr std::string_view kChange = "change:";
  constexpr std::string_view kHint = "list them with: ckm log, or imports with: ckm log --runs";
  if (const auto number = parse_run(name)) {
    Stmt row = store.db().cached("SELECT ifnull(change_id, 0) FROM run WHERE id = ?1");
    if (!row.bind(*number).step()) throw Error(Exit::kNotFound, fmt::format("there is no {}", name), std::string(kHint));
    if (row.integer(0) == 0) throw Error(Exit::kNotFound, fmt::format("{} changed nothing", name), std::string(kHint));
    return row.integer(0);
  }
  const std::string digits(name.starts_with(kChange) ? name.substr(kChange.size()) : name);
  const auto ids = changes_with(store, digits);
  if (!ids || !name.starts_with(kChange)) {
    const std::string form = fmt::format(
        "write change: and at least {} digits of it, such as change:ab12, or run:12 for an import; {}", kLeastDigits, kHint);
    throw Error(Exit::kUsage, fmt::format("'{}' names no change", name),
                ids && ids->size() == 1 ? fmt::format("did you mean 'change:{}'?", name) : form);
  }
  if (ids->empty()) throw Error(Exit::kNotFound, fmt::format("there is no {}", name), std::string(kHint));
  if (ids->size() > 1) throw Error(Exit::kUsage, fmt::format("several changes begin with {}", name), "write more of its digits");
  return ids->front();
}

Time change_time(Store& store, std::int64_t change_id) {
  return store.db().integer("SELECT at FROM change WHERE id = ?1", change_id);
}

std::vector<FieldChange> field_changes(const Value& before, const Value& after) {
  std::vector<FieldChange> changes;
  compare(before, after, {}, changes);
  return changes;
}

}  // namespace ckm::store
