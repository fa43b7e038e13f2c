// How an import run tells records apart that have one identifier, or none.
#include <fmt/format.h>

#include <cstring>
#include <functional>

#include "base/hash.hh"
#include "model/ref.hh"
#include "store/runs.hh"

namespace ckm::store {
namespace {

std::string key_of(model::Kind kind, std::string_view source, std::string_view id) {
  return fmt::format("{}/{}/{}", model::info(kind).name, source, id);
}

// For people, also of whom an address or a name identifies.
std::string shown(model::Kind kind, const std::string& source, const std::string& id) {
  return id.front() == model::kContentIdMark ? fmt::format("{}:{}/{}", model::info(kind).name, source, id)
                                             : model::format_ref(kind, 0, source, id);
}

// Of the key: of all records of a run, so that it is not put together for each.
std::uint64_t hash_of(model::Kind kind, std::string_view source, std::string_view id) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  const auto mixed = [](std::uint64_t hash) { return (hash ^ (hash >> 29U)) * kOdd; };
  const std::hash<std::string_view> hash;
  return mixed(mixed(hash(source) + static_cast<std::uint64_t>(kind)) + hash(id));
}

// What the source said last of those with an identifier from ?2 to before ?3: of an article, which may have been edited since,
// beside what is there.
constexpr const char* kTickets =
    "SELECT external_id, hash, updated_at FROM ticket WHERE source_id = ?1 AND external_id >= ?2 AND external_id < ?3";
constexpr const char* kArticles =
    "SELECT external_id, ifnull(imported, hash), updated_at FROM article WHERE source_id = ?1 AND external_id >= ?2 AND "
    "external_id < ?3 AND kind = ?4";
// Of people and customers those with a record of their own.
constexpr const char* kPeople =
    "SELECT external_id, hash, updated_at FROM person WHERE source_id = ?1 AND external_id >= ?2 AND external_id < ?3 AND hash "
    "IS "
    "NOT NULL";
constexpr const char* kCustomers =
    "SELECT external_id, hash, updated_at FROM customer WHERE source_id = ?1 AND external_id >= ?2 AND external_id < ?3 AND hash "
    "IS NOT NULL";
constexpr const char* kPurchases =
    "SELECT external_id, hash, updated_at FROM purchase WHERE source_id = ?1 AND external_id >= ?2 AND external_id < ?3";

const char* said_last(model::Kind kind) {
  switch (kind) {
    case model::Kind::kPerson: return kPeople;
    case model::Kind::kCustomer: return kCustomers;
    case model::Kind::kPurchase: return kPurchases;
    default: return model::info(kind).article ? kArticles : kTickets;
  }
}

}  // namespace

std::string ImportRun::content_id(const Source& source, std::string_view hash) {
  std::uint64_t key = 0;
  std::memcpy(&key, hash.data(), sizeof key);
  const std::uint32_t nth = contents_.add(key ^ std::hash<std::string>{}(source.name));
  std::string id = model::kContentIdMark + hex(hash);
  if (nth > 1) id += fmt::format(".{}", nth);
  return id;
}

std::optional<ImportRun::Outcome> ImportRun::seen_before(const std::string& key, std::string_view hash,
                                                         const std::optional<Time>& updated_at, const std::string& fields,
                                                         bool thread) {
  const Held now{std::string(hash), updated_at, number_, thread ? fields : std::string()};
  const auto [at, added] = met_->items.try_emplace(key, now);
  if (added) return std::nullopt;
  Held& held = at->second;
  const bool older = updated_at && held.updated_at && *updated_at < *held.updated_at;
  // A record that does not say the thread leaves the one that is there.
  const bool keeps_thread = !thread && !held.fields.empty();
  const bool same = older || held.hash == hash || (keeps_thread && held.fields == fields);
  if (!same && keeps_thread) held = {now.hash, now.updated_at, now.run, fields};
  else if (!older && !keeps_thread) held = now;
  ++(same ? counts_.unchanged : counts_.changed);
  return same ? Outcome::kUnchanged : Outcome::kChanged;
}

std::map<std::string, ImportRun::Held> ImportRun::held(const Source& source, model::Kind kind, const std::string& from,
                                                       const std::string& to) {
  flush();
  std::map<std::string, Held> found;
  Stmt find = store_.db().cached(said_last(kind));
  if (model::info(kind).article) find.bind(source.id, from, to, static_cast<int>(kind));
  else find.bind(source.id, from, to);
  while (find.step()) found.emplace(find.string(0), Held{std::string(find.bytes(1)), find.maybe_integer(2)});
  return found;
}

std::optional<ImportRun::Held> ImportRun::held(const Source& source, model::Kind kind, const std::string& id) {
  if (dry_) {
    const auto seen = met_->items.find(key_of(kind, source.name, id));
    if (seen != met_->items.end()) return seen->second;
  }
  const auto found = held(source, kind, id, id + '\0');
  return found.empty() ? std::nullopt : std::optional(found.begin()->second);
}

bool ImportRun::is_known(const Source& source, model::Kind kind, const std::string& id) {
  if (id.empty() || !held(source, kind, id)) return false;
  if (seen_ != nullptr && kind == model::Kind::kTicket)
    seen_->add(store_.db().integer("SELECT id FROM ticket WHERE source_id = ?1 AND external_id = ?2", source.id, id));
  ++counts_.unchanged;
  return true;
}

Repeats& ImportRun::repeats(const Source& source, model::Kind kind, const std::string& id) {
  const std::string key = key_of(kind, source.name, id);
  if (const auto known = repeats_.find(key); known != repeats_.end()) return known->second;
  std::map<std::uint32_t, std::string> there;
  const auto add = [&](const std::map<std::string, Held>& rows) {
    for (const auto& [name, row] : rows) {
      if (const auto number = number_of(name, id)) there.emplace(*number, row.hash);
    }
  };
  add(held(source, kind, id, id + '\0'));
  add(held(source, kind, id + '#', id + static_cast<char>('#' + 1)));
  for (std::uint32_t number = 1; dry_; ++number) {
    const auto met = met_->items.find(key_of(kind, source.name, numbered(id, number)));
    if (met != met_->items.end() && met->second.run != number_) there.insert_or_assign(number, met->second.hash);
    else if (number > 1) break;
  }
  return repeats_.emplace(key, Repeats(std::move(there))).first->second;
}

ImportRun::Came ImportRun::tell_apart(const Source& source, model::Kind kind, std::string& id, const std::string& hash,
                                      const std::optional<Time>& updated_at) {
  if (identifiers_.add(hash_of(kind, source.name, id)) == 1) return Came::kFirst;
  const std::string key = key_of(kind, source.name, id);
  const auto now = held(source, kind, id);
  if (!now) return Came::kAgain;  // Two keys of one hash.
  const bool first_is_it = !repeats_.contains(key);
  Repeats& others = repeats(source, kind, id);
  if (first_is_it) others.claim(1);
  if (const auto number = others.claim_same(hash)) {
    id = numbered(id, *number);
  } else if (now->hash != hash && !(updated_at && now->updated_at)) {
    id = numbered(id, others.claim_next(hash));
    if (told_apart_.count++ == 0) told_apart_.first = shown(kind, source.name, id);
  } else if (now->hash != hash && *updated_at == *now->updated_at) {
    if (left_out_.count++ == 0) left_out_.first = shown(kind, source.name, id);
    ++counts_.unchanged;
    return Came::kLeftOut;
  }
  return Came::kAgain;
}

void ImportRun::leave_known(const Source& source, model::Kind kind, const std::string& id) {
  if (dry_) met_->items.erase(key_of(kind, source.name, id));
}

bool ImportRun::says_again(const Source& source, model::Kind kind, const std::string& id, const Written& now,
                           const std::string& hash) {
  if (key_.input == "-" || key_.input.starts_with("-:")) return false;
  Stmt input = store_.db().cached("SELECT input, format FROM run WHERE id = ?1");
  Stmt before = store_.db().cached(
      "SELECT previous_run, ifnull(imported, hash) FROM run_before WHERE run_id = ?1 AND kind = ?2 AND item_id = ?3");
  // From the run that wrote it last back to the one before, until one is of this input. What a mirror did is undone by any.
  std::int64_t run = now.run;
  std::string said = now.hash;
  while (run != 0 && run != id_) {
    if (!input.bind(run).step() || input.text(1) == kMirrorFormat) return false;
    if (input.text(0) == key_.input) {
      if (said == hash) leave_known(source, kind, id);
      return said == hash;
    }
    input.reset();
    if (!before.bind(run, static_cast<int>(kind), now.id).step()) return false;
    run = before.integer(0);
    said = before.bytes(1);
    before.reset();
  }
  return false;
}

std::optional<std::uint32_t> ImportRun::other_of(const Source& source, model::Kind kind, const std::string& id,
                                                 const std::string& hash) {
  if (repeats_.contains(key_of(kind, source.name, id)) || !held(source, kind, numbered(id, 2))) return std::nullopt;
  Repeats& others = repeats(source, kind, id);
  const auto number = others.claim_same(hash);
  if (!number) others.claim(1);
  return number;
}

bool ImportRun::is_other(const Source& source, model::Kind kind, std::string& id, const std::string& hash) {
  const auto number = other_of(source, kind, id, hash);
  if (!number) return false;
  auto seen = met_->items.extract(key_of(kind, source.name, id));
  id = numbered(id, *number);
  if (!seen.empty()) {
    seen.key() = key_of(kind, source.name, id);
    met_->items.insert(std::move(seen));
  }
  return true;
}

void ImportRun::find_other_met(const Source& source, model::Kind kind, std::string& id, const std::string& hash) {
  const auto met = met_->items.find(key_of(kind, source.name, id));
  if (met == met_->items.end() || met->second.run == number_ || met->second.hash == hash) return;
  if (const auto number = other_of(source, kind, id, hash)) id = numbered(id, *number);
}

}  // namespace ckm::store
