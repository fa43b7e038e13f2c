#include <fmt/format.h>

#include <functional>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/process.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/labels.hh"
#include "store/runs.hh"
#include "store/said_values.hh"
#include "store/tie_links.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMostKept = 1000;

// The ticket as it reads once it is written over the known one.
model::Ticket as_stored(model::Ticket ticket, const model::Ticket& known) {
  const auto settle = [](model::Party& said, const model::Party& there) {
    // Names and addresses are only filled in.
    const bool fills =
        !said.organisation.empty() || (there.name.empty() && !said.name.empty()) || (there.email.empty() && !said.email.empty());
    if (!said.empty() && !there.empty() && !fills && party_identity(said) == party_identity(there)) said = there;
  };
  settle(ticket.requester, known.requester);
  settle(ticket.assignee, known.assignee);
  ticket.category = clean_path(ticket.category);
  return ticket;
}

// Of all but the thread; whom it names by what they are known by.
std::string hash_of_fields(model::Ticket ticket) {
  ticket.messages.clear();
  if (Value::Object* const extra = ticket.extra.object())
    std::erase_if(*extra, [](const Value::Member& member) { return member.first == "messages"; });
  for (model::Party* const party : {&ticket.requester, &ticket.assignee}) {
    if (!party->empty()) *party = {{}, {}, party_identity(*party), party->organisation};
  }
  return ticket_hash(ticket);
}

std::int64_t data_version(Store& store) { return store.db().integer("PRAGMA data_version"); }

}  // namespace

ImportRun::ImportRun(Store& store, const RunKey& key, const Author& author, bool dry)
    : store_(store), key_(key), author_(author), dry_(dry), tickets_(store), articles_(store), parties_(store), marks_(store) {
  Db& db = store_.db();
  const std::int64_t source = dry_ ? store_.find_source(key.source) : store_.source_id(key.source);
  Stmt unfinished = db.prepare(
      "SELECT id, change_id, added, changed, process FROM run WHERE state = 'running' AND source_id = ?1 AND kind = ?2 AND "
      "format = ?3 "
      "AND input = ?4 ORDER BY id DESC");
  std::int64_t change_id = 0;
  unfinished.bind(source, static_cast<int>(key.kind), key.format, key.input);
  // One that is still under way, by another process, is left to it. Whether standard input, or what is packed in it, is the same
  // again nobody knows.
  const bool standard_input = key.input == "-" || key.input.starts_with("-:");
  bool found = false;
  while (!standard_input && !found && unfinished.step()) found = !process_lives(unfinished.text(4));
  if (found) {
    id_ = unfinished.integer(0);
    change_id = unfinished.integer(1);
    counts_.added = unfinished.integer(2);
    counts_.changed = unfinished.integer(3);
    resumed_ = true;
    linked_ = change_id != 0;
    unfinished.reset();
    if (!dry_) db.run("UPDATE run SET process = ?2 WHERE id = ?1", id_, process_name());
  } else if (!dry_) {
    db.run(
        "INSERT INTO run (source_id, kind, format, input, state, started_at, process) VALUES (?1, ?2, ?3, ?4, 'running', ?5, ?6)",
        source, static_cast<int>(key.kind), key.format, key.input, now(), process_name());
    id_ = db.last_id();
  }
  if (key.file && !dry_)
    db.run("INSERT OR REPLACE INTO run_file (run_id, path, size, hash, told) VALUES (?1, ?2, ?3, ?4, ?5)", id_, key.file->path,
           key.file->size, Bytes{key.file->hash}, key.file->told);
  change_.emplace(store_, author_, change_id);
  written_by_others_ = data_version(store_);
}

ImportRun::Source ImportRun::source_of(const model::Origin& origin) {
  const std::string& name = origin.source.empty() ? key_.source : origin.source;
  const auto [at, added] = sources_.try_emplace(name);
  if (added) {
    at->second.id = dry_ ? store_.find_source(name) : store_.source_id(name);
    at->second.fresh = store_.db().integer(
                           "SELECT NOT EXISTS (SELECT 1 FROM ticket WHERE source_id = ?1) AND NOT EXISTS (SELECT 1 FROM article "
                           "WHERE kind IN (2, 3, 4) AND source_id = ?1)",
                           at->second.id) != 0;
  }
  return {name, at->second.id, !origin.source.empty(), at->second.fresh};
}

std::vector<std::string> ImportRun::sources() const {
  std::vector<std::string> names;
  for (const auto& [name, id] : sources_) names.push_back(name);
  return names;
}

void ImportRun::link_change() {
  if (linked_ || dry_) return;
  change_->begin();
  store_.db().run("UPDATE run SET change_id = ?2 WHERE id = ?1", id_, change_->id());
  linked_ = true;
}

void ImportRun::keep(Kept kept) {
  if (kept_.size() < kMostKept) kept_.push_back(std::move(kept));
}

ImportRun::Outcome ImportRun::put(model::Ticket&& ticket, const model::Origin& origin, std::string hash) {
  const Source source = source_of(origin);
  // An export tells somebody's name with a ticket also where another record told it; their own record says what theirs is.
  tickets_.fill(!origin.exported);
  std::int64_t id = 0;
  const auto away = [&] { return marks_.keep_away_ticket(source.name, ticket.external_id, ticket.internal_id); };
  if (away()) return Outcome::kUnchanged;
  if (origin.part && origin.part->apart) return put_messages(source, std::move(ticket));
  if (origin.part) {
    const Outcome outcome = put_part(source, ticket, *origin.part, id);
    if (seen_ != nullptr && id != 0) seen_->add(id);
    return with_label(source, {model::Kind::kTicket, id}, ticket.external_id, origin, outcome);
  }
  if (origin.torn && is_known(source, model::Kind::kTicket, ticket.external_id)) return Outcome::kUnchanged;
  if (hash.empty()) hash = ticket_hash(ticket);
  bool unknown = source.fresh;
  if (ticket.external_id.empty()) {
    ticket.external_id = content_id(source, model::count_raw(ticket) == 0 ? hash : ticket_hash(model::as_it_came(ticket)));
    if (away()) return Outcome::kUnchanged;
  } else {
    const Came came =
        origin.exported ? Came::kAgain : tell_apart(source, model::Kind::kTicket, ticket.external_id, hash, ticket.updated_at);
    if (came == Came::kLeftOut) return Outcome::kUnchanged;
    if (ticket.external_id.find('#') != std::string::npos && away()) return Outcome::kUnchanged;
    if (came == Came::kAgain || ticket.external_id.find('#') != std::string::npos)
      unknown = false;  // 1#2 may be what a repeated 1 is called.
  }
  if (dry_) {
    find_other_met(source, model::Kind::kTicket, ticket.external_id, hash);
    const std::string key = fmt::format("ticket/{}/{}", source.name, ticket.external_id);
    // Messages that came apart before may have known it by its other identifier.
    auto unnamed = ticket.internal_id.empty()
                       ? decltype(met_->items)::node_type()
                       : met_->items.extract(fmt::format("ticket/{}/{}", source.name, unnamed_ticket(ticket.internal_id)));
    if (!unnamed.empty()) {
      unnamed.key() = key;
      met_->items.insert(std::move(unnamed));
    }
    if (const auto outcome = seen_before(key, hash, ticket.updated_at, hash_of_fields(ticket), origin.said.thread))
      return *outcome;
  }
  const std::string external_id = origin.label || !origin.values.empty() ? ticket.external_id : std::string();
  Outcome outcome = Outcome::kAdded;
  if (unknown && !dry_) {
    link_change();
    id = tickets_.add(source.id, std::move(ticket), std::move(hash), id_);
    ++counts_.added;
  } else {
    outcome = put_ticket(source, ticket, hash, id, origin.said, unknown);
  }
  if (seen_ != nullptr && id != 0) seen_->add(id);
  return with_label(source, {model::Kind::kTicket, id}, external_id, origin, outcome);
}

ImportRun::Outcome ImportRun::put_ticket(const Source& source, model::Ticket& ticket, const std::string& hash, std::int64_t& id,
                                         const model::Said& said, bool unknown) {
  flush();
  Stmt find =
      store_.db().cached("SELECT id, hash, changed_run, updated_at FROM ticket WHERE source_id = ?1 AND external_id = ?2");
  bool there = !unknown && find.bind(source.id, ticket.external_id).step();
  const bool unnamed = !unknown && !there && !ticket.internal_id.empty();
  if (unnamed) {
    find.reset();
    there = find.bind(source.id, unnamed_ticket(ticket.internal_id)).step();
  }
  if (!there) {
    link_change();
    if (!dry_) id = tickets_.insert(source.id, ticket, hash, id_);
    ++counts_.added;
    return Outcome::kAdded;
  }
  id = find.integer(0);
  const std::string previous_hash(find.bytes(1));
  const bool same = previous_hash == hash;
  const auto previous_run = find.integer(2);
  const bool timed = ticket.updated_at && !find.null(3);
  const bool older = timed && *ticket.updated_at < find.integer(3);
  const bool as_old = timed && *ticket.updated_at == find.integer(3);
  find.reset();
  if (older) leave_known(source, model::Kind::kTicket, ticket.external_id);
  if (same || older ||
      (as_old && says_again(source, model::Kind::kTicket, ticket.external_id, {id, previous_run, previous_hash}, hash))) {
    // What this run itself wrote before it was interrupted has been counted already.
    if (!resumed_ || previous_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  if (is_other(source, model::Kind::kTicket, ticket.external_id, hash)) {
    if (find.bind(source.id, ticket.external_id).step()) id = find.integer(0);
    find.reset();
    ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  const model::Ticket known = read_ticket(store_, id)->ticket;
  model::Ticket whole = ticket;
  model::keep_unsaid(whole, known, said);
  model::join_apart(whole, model::apart_messages(known));
  if (ticket_hash(as_stored(whole, known)) == ticket_hash(known)) {
    if (!resumed_ || previous_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  change_ticket({id, previous_hash, previous_run}, known, [&] {
    tickets_.update(id, source.id, whole, hash, id_);
    if (unnamed) tickets_.rename(id, whole.external_id);
  });
  ++counts_.changed;
  return Outcome::kChanged;
}

void ImportRun::change_ticket(const TicketFound& found, const model::Ticket& before, const std::function<void()>& write) {
  if (dry_) return;
  link_change();
  if (found.changed_run != id_) {
    store_.db()
        .cached(
            "INSERT OR IGNORE INTO run_before (run_id, kind, item_id, snapshot, previous_run, hash) "
            "VALUES (?1, 1, ?2, ?3, ?4, ?5)")
        .run(id_, found.id, json::dump(model::to_value(before)), found.changed_run, Bytes{found.hash});
  }
  write();
}

ImportRun::Outcome ImportRun::mark_gone(std::int64_t ticket) {
  Stmt find = store_.db().cached("SELECT hash, changed_run FROM ticket WHERE id = ?1 AND status <> ?2");
  if (!find.bind(ticket, kGone).step()) return Outcome::kUnchanged;
  const TicketFound found{ticket, std::string(find.bytes(0)), find.integer(1)};
  find.reset();
  const model::Ticket before = read_ticket(store_, ticket)->ticket;
  change_ticket(found, before, [&] {
    model::Ticket gone = before;
    gone.status = kGone;
    store_.db()
        .cached("UPDATE ticket SET status = ?2, hash = ?3, changed_run = ?4 WHERE id = ?1")
        .run(ticket, kGone, Bytes{ticket_hash(gone)}, id_);
  });
  ++counts_.changed;
  return Outcome::kChanged;
}

ImportRun::Outcome ImportRun::put_messages(const Source& source, model::Ticket&& part) {
  flush();
  model::Ticket ticket;
  const bool by_id = !part.external_id.empty();
  ticket.external_id = by_id ? part.external_id : unnamed_ticket(part.internal_id);
  ticket.internal_id = part.internal_id;
  Stmt find = store_.db().cached(by_id ? "SELECT id, hash, changed_run FROM ticket WHERE source_id = ?1 AND external_id = ?2"
                                       : "SELECT id, hash, changed_run FROM ticket WHERE source_id = ?1 AND internal_id = ?2 AND "
                                         "internal_id <> '' ORDER BY id LIMIT 1");
  TicketFound found;
  if (find.bind(source.id, by_id ? part.external_id : part.internal_id).step())
    found = {find.integer(0), std::string(find.bytes(1)), find.integer(2)};
  find.reset();
  // What stands for the record that is still to come.
  const std::string none = found.id == 0 ? ticket_hash(ticket) : std::string();
  if (found.id != 0) ticket = read_ticket(store_, found.id)->ticket;
  const model::Ticket before = ticket;
  if (dry_) {
    if (found.id == 0)
      met_->items.try_emplace(fmt::format("ticket/{}/{}", source.name, ticket.external_id), Held{none, {}, number_});
    const std::string key = fmt::format("message/{}/{}/", source.name, ticket.external_id);
    std::erase_if(part.messages, [&](const model::Message& message) {
      const std::string& id = message.external_id.empty() ? message.body : message.external_id;
      const auto [at, added] = met_->items.try_emplace(key + id, Held{message.body, {}, number_});
      if (added || at->second.run == number_) return false;
      ++(at->second.hash == message.body ? counts_.unchanged : counts_.changed);
      at->second = {message.body, {}, number_};
      return true;
    });
  }
  const model::Joined joined = model::join_apart(ticket, std::move(part.messages));
  counts_.added += joined.added;
  counts_.changed += joined.changed;
  if (!resumed_ || found.changed_run != id_) counts_.unchanged += joined.unchanged;
  if (joined.added + joined.changed == 0) return Outcome::kUnchanged;
  if (found.id != 0) {
    change_ticket(found, before, [&] { tickets_.update_messages(found.id, ticket, id_); });
  } else if (!dry_) {
    link_change();
    tickets_.insert(source.id, ticket, none, id_);
  }
  return joined.added > 0 ? Outcome::kAdded : Outcome::kChanged;
}

std::int64_t ImportRun::find_by_message(const Source& source, const model::Ticket& ticket, const model::TicketPart& part) {
  Stmt find = store_.db().cached(
      "SELECT m.ticket_id FROM message m JOIN ticket t ON t.id = m.ticket_id "
      "WHERE m.external_id = ?1 AND m.external_id <> '' AND t.source_id = ?2 ORDER BY 1 LIMIT 1");
  const auto look_up = [&](const std::string& message) -> std::int64_t {
    const std::int64_t id = find.bind(message, source.id).step() ? find.integer(0) : 0;
    find.reset();
    return id;
  };
  for (const model::Message& message : ticket.messages) {
    if (const std::int64_t id = look_up(message.external_id); id != 0) return id;
  }
  for (const std::string& message : part.related) {
    if (const std::int64_t id = look_up(message); id != 0) return id;
  }
  return 0;
}

// Each part counts once for its ticket in a run that adds or changes that, and by itself where it was there.
bool ImportRun::part_seen(const Source& source, const model::Ticket& ticket, const model::TicketPart& part,
                          const std::string& hash) {
  const auto of_message = [&](const std::string& id) { return fmt::format("message/{}/{}", source.name, id); };
  std::string key = fmt::format("ticket/{}/{}", source.name, ticket.external_id);
  std::vector<std::string> ids = part.related;
  for (const model::Message& message : ticket.messages) ids.push_back(message.external_id);
  for (std::size_t i = 0; i < ids.size() && !met_->items.contains(key); ++i) {
    if (const auto met = met_->items.find(of_message(ids[i])); met != met_->items.end()) key = met->second.hash;
  }
  for (const model::Message& message : ticket.messages) {
    if (!message.external_id.empty()) met_->items.try_emplace(of_message(message.external_id), Held{key, {}, number_});
  }
  const bool new_part = met_->items.try_emplace(fmt::format("{}/{}", key, hex(hash)), Held{hash, {}, number_}).second;
  const auto [at, added] = met_->items.try_emplace(key, Held{hash, {}, number_});
  if (added) return false;
  if (at->second.run == number_) return true;
  ++(new_part ? counts_.changed : counts_.unchanged);
  if (new_part) at->second.run = number_;
  return true;
}

ImportRun::Outcome ImportRun::put_part(const Source& source, model::Ticket& ticket, const model::TicketPart& part,
                                       std::int64_t& id) {
  flush();
  const std::string hash = ticket_hash(ticket);
  Stmt find = store_.db().cached("SELECT id, hash FROM ticket WHERE source_id = ?1 AND external_id = ?2");
  bool same = false;
  if (find.bind(source.id, ticket.external_id).step()) {
    id = find.integer(0);
    same = find.bytes(1) == hash;
  }
  find.reset();
  if (id == 0) id = find_by_message(source, ticket, part);
  if (dry_ && part_seen(source, ticket, part, hash)) return Outcome::kUnchanged;
  if (id == 0 || same) return put_ticket(source, ticket, hash, id);
  const auto known = read_ticket(store_, id);
  const std::int64_t previous_run = store_.db().integer("SELECT changed_run FROM ticket WHERE id = ?1", id);
  ticket = model::join_part(known->ticket, std::move(ticket), part);
  const std::string joined = ticket_hash(ticket);
  // What the store has may have been tidied since its source said it, so that its hash is another.
  if (joined == ticket_hash(known->ticket)) {
    if (previous_run != id_) ++counts_.unchanged;
    return Outcome::kUnchanged;
  }
  const Outcome outcome = put_ticket(source, ticket, joined, id);
  if (outcome == Outcome::kChanged && previous_run == id_) --counts_.changed;
  return outcome;
}

bool ImportRun::put_label(const Source& source, const Item& item, std::string_view external_id, const model::PersonLabel& label) {
  Db& db = store_.db();
  const int kind = static_cast<int>(item.kind);
  const std::string path = clean_path(label.category);
  if (item.id != 0) {
    Stmt find = db.cached(
        "SELECT c.path FROM label l JOIN category c ON c.id = l.category_id WHERE l.kind = ?1 AND l.item_id = ?2 AND "
        "l.field = 'category'");
    if (find.bind(kind, item.id).step()) {
      const bool same = find.text(0) == path;
      find.reset();
      if (!same) keep({model::format_ref(item.kind, item.id, source.name, external_id), {"category"}});
      return false;
    }
  }
  if (path.empty() || dry_) return !path.empty();
  link_change();
  const LabelSaid said{label.actor.empty() ? author_.actor : label.actor, label.at.value_or(now())};
  db.cached(
        "INSERT INTO label (kind, item_id, field, category_id, at, actor, run_id) VALUES (?1, ?2, 'category', ?3, ?4, ?5, ?6)")
      .run(kind, item.id, need_category(store_, path, id_), said.at, said.actor, id_);
  if (item.kind == model::Kind::kTicket)
    change_->add(item.kind, ticket_uid(source.name, external_id), "label", label_snapshot(path, source.name, external_id, said));
  else
    change_->add(item.kind, db.text("SELECT uid FROM article WHERE id = ?1", item.id).value_or(""), "label",
                 label_snapshot(path, {}, {}, said));
  return true;
}

bool ImportRun::put_value(const Source& source, const Item& item, std::string_view external_id, model::PersonValue said) {
  if (!is_value(said)) return false;
  if (item.id != 0) {
    if (const auto here = person_value(store_, item.id, said.field)) {
      if (*here != said.value) keep({model::format_ref(item.kind, item.id, source.name, external_id), {said.field}});
      return false;
    }
  }
  if (dry_) return true;
  link_change();
  flush();
  if (said.actor.empty()) said.actor = author_.actor;
  if (said.at == 0) said.at = now();
  import_value(store_, item.id, source.name, external_id, said, id_, *change_);
  return true;
}

ImportRun::Outcome ImportRun::with_label(const Source& source, const Item& item, std::string_view external_id,
                                         const model::Origin& origin, Outcome outcome) {
  bool taken = origin.label && put_label(source, item, external_id, *origin.label);
  for (const model::PersonValue& said : origin.values) taken |= put_value(source, item, external_id, said);
  if (!taken) return outcome;
  if (outcome != Outcome::kUnchanged) return outcome;
  --counts_.unchanged;
  ++counts_.changed;
  return Outcome::kChanged;
}

void ImportRun::look_again() {
  const std::int64_t version = data_version(store_);
  if (version != written_by_others_) {
    for (auto& [name, source] : sources_) source.fresh = false;
    marks_.look_again();
    graph_.look_again();
  }
  written_by_others_ = version;
}

void ImportRun::flush() {
  tickets_.flush();
  articles_.flush();
}

void ImportRun::checkpoint() {
  flush();
  change_->flush();
  store_.db().run("UPDATE run SET added = ?2, changed = ?3, unchanged = ?4, rejected = ?5 WHERE id = ?1", id_, counts_.added,
                  counts_.changed, counts_.unchanged, counts_.rejected);
}

void ImportRun::finish() {
  flush();
  link_rows_.begin_tying();
  const auto change = [&]() -> ChangeWriter& {
    link_change();
    return *change_;
  };
  tie_links(store_, change, [&](WaitingLink&& link) { link_rows_.let_wait(std::move(link)); });
  checkpoint();
  store_.db().run("UPDATE run SET state = 'done', finished_at = ?2 WHERE id = ?1", id_, now());
  change_->seal();
}

}  // namespace ckm::store
