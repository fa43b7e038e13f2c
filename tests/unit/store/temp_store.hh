// A folder of its own for each test, removed at its end, and stores in it.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/time.hh"
#include "store/queue.hh"
#include "store/runs.hh"
#include "store/store.hh"

namespace ckm::store {

using Random = std::mt19937_64;
inline std::size_t below(Random& random, std::size_t n) { return random() % n; }

class TempFolder {
 public:
  TempFolder() {
    static int made = 0;
    path_ = std::filesystem::temp_directory_path() / fmt::format("ckm-unit-{}-{}", ::getpid(), ++made);
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    return names;
  }

 private:
  std::filesystem::path path_;
};

// All that waits to be indexed, as indexed.
inline void take_queue(Store& store) {
  for (const model::KindInfo& kind : model::kKinds) {
    if (kind.searchable) remove_queued(store, kind.kind, read_queue(store, kind.kind, INT64_MAX));
  }
}

// Newest first; `limit` 0 for all.
inline std::vector<Change> read_changes(Store& store, std::int64_t limit) {
  std::vector<Change> changes;
  for_each_change(store, {limit, std::nullopt, {}}, [&](const Change& change) { changes.push_back(change); });
  return changes;
}

// A new store, with the clock and the random identifiers fixed.
class TempStore {
 public:
  TempStore() : store_(make(folder_.file("test.ckm"))) { store_.db().exec("PRAGMA synchronous = OFF"); }
  Store& operator*() { return store_; }
  Store* operator->() { return &store_; }
  Db& db() { return store_.db(); }
  [[nodiscard]] const TempFolder& folder() const { return folder_; }

 private:
  static Store make(const std::string& path) {
    set_now(1'770'000'000);
    set_seed(1);
    return Store::create(path);
  }
  TempFolder folder_;
  Store store_;
};

inline const Author kAuthor{"tester", "test", ""};

// Every row of every table of the truth, without the history and the runs, as text.
inline std::string dump_truth(Db& db) {
  std::string out;
  std::vector<std::string> tables;
  Stmt list = db.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('change', 'change_parent', 'change_entry', 'run', "
      "'run_before', 'run_undo', 'source', 'meta') AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'segment%' AND name NOT LIKE "
      "'index%' AND "
      "name NOT LIKE 'learned%' AND "
      "name <> 'facet' ORDER BY name");
  list.bind();
  while (list.step()) tables.push_back(list.string(0));
  for (const std::string& table : tables) {
    std::string columns;
    Stmt info = db.prepare("SELECT name FROM pragma_table_info(?1)");
    info.bind(table);
    while (info.step()) columns += fmt::format("{}quote({})", columns.empty() ? "" : " || ',' || ", info.text(0));
    Stmt rows = db.prepare(fmt::format("SELECT {} AS line FROM {} ORDER BY line", columns, table));
    rows.bind();
    while (rows.step()) out += fmt::format("{}: {}\n", table, rows.text(0));
  }
  return out;
}

// As if the process of every unfinished run had ended.
inline void kill_runs(Db& db) { db.exec("UPDATE run SET process = 'ended'"); }

// What a call ends with.
template <typename F>
Exit exit_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.hint().empty() ? Exit::kBug : e.code();  // A user's error has a hint.
  }
  return Exit::kDone;
}

// Imports records in one run; returns what became of them.
template <typename T>
Counts import_all(Store& store, std::string_view source, std::vector<T> records, std::int64_t* run_id = nullptr) {
  Transaction transaction(store.db());
  const model::Kind kind = std::is_same_v<T, model::Ticket> ? model::Kind::kTicket : model::Kind::kFaq;
  ImportRun run(store, {std::string(source), kind, "test", "input"}, kAuthor, false);
  for (T& record : records) run.put(std::move(record));
  run.finish();
  transaction.commit();
  if (run_id != nullptr) *run_id = run.id();
  return run.counts();
}

inline std::string pick(Random& random, const std::vector<std::string>& words) { return words[below(random, words.size())]; }

inline std::string random_text(Random& random, std::size_t most) {
  std::string text;
  for (std::size_t i = 0, n = below(random, most + 1); i < n; ++i)
    text += (i > 0 ? " " : "") + pick(random, {"refund", "order", "退款", "客戶", "late", "é", "'q'", "x\ny"});
  return text;
}

inline std::optional<Time> random_time(Random& random) {
  if (below(random, 3) == 0) return std::nullopt;
  return static_cast<Time>(1'600'000'000 + below(random, 100'000'000));
}

// A ticket whose every field may be empty or not; `id` its identifier.
inline model::Ticket plain_ticket(std::string id, std::string subject) {
  model::Ticket ticket;
  ticket.external_id = std::move(id);
  ticket.subject = std::move(subject);
  return ticket;
}

inline model::Ticket random_ticket(Random& random, std::string id) {
  model::Ticket t;
  t.external_id = std::move(id);
  t.subject = random_text(random, 4);
  t.status = pick(random, {"", "open", "closed"});
  t.priority = pick(random, {"", "high"});
  t.queue = pick(random, {"", "q1"});
  t.channel = pick(random, {"", "mail"});
  t.type = pick(random, {"", "question"});
  t.language = pick(random, {"", "en", "zh"});
  t.product = pick(random, {"", "phone"});
  t.category = pick(random, {"", "billing", "billing/refund", "device/phone/screen"});
  if (below(random, 2) == 0) t.requester = {"", pick(random, {"a@x.org", "b@x.org"}), ""};
  if (below(random, 2) == 0) t.assignee = {pick(random, {"Agent A", "Agent B"}), "", ""};
  t.created_at = random_time(random);
  t.updated_at = random_time(random);
  t.resolved_at = random_time(random);
  for (std::size_t i = below(random, 3); i > 0; --i) t.tags.push_back(random_text(random, 1));
  for (std::size_t i = below(random, 4); i > 0; --i) {
    t.messages.push_back({static_cast<model::Role>(1 + below(random, 3)), pick(random, {"", "someone"}), random_time(random),
                          random_text(random, 12), below(random, 4) == 0});
    if (below(random, 4) == 0) t.messages.back().raw = t.messages.back().body + "&nbsp;";
  }
  if (below(random, 2) == 0) t.extra = Value::Object{{"k", random_text(random, 2)}, {"n", Value(3)}};
  if (below(random, 4) == 0) t.raw = Value::Object{{"subject", t.subject + "&nbsp;"}};
  return t;
}

inline model::Article random_faq(Random& random, std::string id) {
  model::Article a;
  a.external_id = std::move(id);
  a.title = "Q " + random_text(random, 5);
  a.body = random_text(random, 20);
  for (std::size_t i = below(random, 3); i > 0; --i) a.phrasings.push_back("P " + random_text(random, 3));
  a.language = pick(random, {"", "en"});
  a.product = pick(random, {"", "phone"});
  a.phase = pick(random, {"", "sale"});
  a.category = pick(random, {"", "billing", "faq/only"});
  if (below(random, 2) == 0) a.tags = {"t1", "t2"};
  a.confidence = pick(random, {"validated", "wip"});
  a.audience = pick(random, {"internal", "public"});
  a.created_at = random_time(random);
  if (below(random, 2) == 0) a.extra = Value::Object{{"k", "v"}};
  if (below(random, 4) == 0) a.raw.set("body", a.body + "&nbsp;");
  if (!a.phrasings.empty() && below(random, 4) == 0) a.raw.set("phrasings.0", "<b>" + a.phrasings[0] + "</b>");
  return a;
}

// Some of them without an identifier.
inline std::vector<model::Ticket> random_tickets(Random& random, int n) {
  std::vector<model::Ticket> tickets;
  for (int i = 0; i < n; ++i) tickets.push_back(random_ticket(random, below(random, 4) == 0 ? "" : "t" + std::to_string(i)));
  return tickets;
}

inline std::vector<model::Article> random_faqs(Random& random, int n) {
  std::vector<model::Article> faqs;
  for (int i = 0; i < n; ++i) faqs.push_back(random_faq(random, below(random, 4) == 0 ? "" : "f" + std::to_string(i)));
  return faqs;
}

}  // namespace ckm::store
