#include "store/sqlite.hh"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <thread>

#include "base/error.hh"
#include "base/interrupt.hh"

namespace ckm::store {
namespace {

constexpr std::chrono::milliseconds kAskAgain{2};

[[noreturn]] void fail(sqlite3* db, int result, std::string_view doing) {
  const char* message = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(result);
  const char* path = db != nullptr ? sqlite3_db_filename(db, "main") : nullptr;
  const std::string name = path != nullptr && *path != '\0' ? path : "the store";
  const auto error = [&](Exit code, std::string_view what, std::string hint) {
    return Error(code, fmt::format("{}: {}{}{}", what, message, doing.empty() ? "" : " in: ", doing), std::move(hint));
  };
  switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(Exit::kLocked, "the store is being written by another process",
                  "wait for it to finish, or wait longer with --lock-timeout SECONDS");
    case SQLITE_FULL:
      throw Error(Exit::kSystem, "the disk is full",
                  "free some space and run the same command again: it goes on from what was done");
    case SQLITE_READONLY:
      throw Error(Exit::kSystem, "the store can't be written: it or its disk is read-only",
                  "check the file's permissions, or copy it to a place that you may write");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw error(Exit::kSystem, fmt::format("the system refused to read or write {}", name),
                  "check the disk, its space and the file's permissions");
    case SQLITE_NOMEM: throw error(Exit::kSystem, "no memory left", "close other programs and try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(Exit::kDamaged, fmt::format("{} is damaged or no ckm store: {}", name, message),
                  fmt::format("restore a backup, or save what is left: sqlite3 {} .recover | sqlite3 saved.db", name));
    case SQLITE_ERROR:
      // The file says that it is a store of this version, and all SQL is ckm's own.
      if (std::string_view(message).starts_with("no such table: ") || std::string_view(message).starts_with("no such column: ")) {
        throw Error(Exit::kDamaged, fmt::format("{} is damaged: {}", name, message),
                    "restore a backup; somebody else has changed the tables of this file");
      }
      [[fallthrough]];
    default: throw error(Exit::kBug, "SQLite", "this is a bug in ckm; please report it with the command that shows it");
  }
}

void check(sqlite3* db, int result, std::string_view doing) {
  if (result != SQLITE_OK) fail(db, result, doing);
}

}  // namespace

// How a Db waits for a lock.
struct Db::Patience {
  std::chrono::steady_clock::time_point since;
  std::chrono::milliseconds most{0};
};

Stmt& Stmt::operator=(Stmt&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(stmt_, other.stmt_);
  std::swap(kept_, other.kept_);
  return *this;
}

Stmt::~Stmt() {
  if (kept_) sqlite3_reset(stmt_);
  else sqlite3_finalize(stmt_);
}

bool Stmt::step() {
  const int result = sqlite3_step(stmt_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) {
    sqlite3_reset(stmt_);
    return false;
  }
  fail(db_, result, sqlite3_sql(stmt_));
}

void Stmt::run() {
  while (step()) {
  }
}

void Stmt::reset() { sqlite3_reset(stmt_); }

void Stmt::bind_integer(int at, std::int64_t value) { check(sqlite3_bind_int64(stmt_, at, value)); }
void Stmt::check(int result) const {
  if (result != SQLITE_OK) fail(db_, result, sqlite3_sql(stmt_));
}

void Stmt::bind_one(int at, double value) { check(sqlite3_bind_double(stmt_, at, value)); }
void Stmt::bind_one(int at, std::nullptr_t) { check(sqlite3_bind_null(stmt_, at)); }

void Stmt::bind_one(int at, std::string_view value) {
  const char* data = value.data() != nullptr ? value.data() : "";
  check(sqlite3_bind_text64(stmt_, at, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Stmt::bind_one(int at, Bytes value) {
  const char* data = value.data.data() != nullptr ? value.data.data() : "";
  check(sqlite3_bind_blob64(stmt_, at, data, value.data.size(), SQLITE_STATIC));
}

std::int64_t Stmt::integer(int column) const { return sqlite3_column_int64(stmt_, column); }
double Stmt::real(int column) const { return sqlite3_column_double(stmt_, column); }
bool Stmt::null(int column) const { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }

std::string_view Stmt::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

std::string_view Stmt::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(stmt_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
}

Db::Db(const std::string& path, Mode mode) {
  // Counting every allocation under a lock costs a tenth of a bulk import. No effect once SQLite runs.
  static const int kConfigured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(kConfigured);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  std::string name = path;
  switch (mode) {
    case Mode::kCreate: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case Mode::kReadWrite: flags |= SQLITE_OPEN_READWRITE; break;
    case Mode::kReadOnly: flags |= SQLITE_OPEN_READONLY; break;
    case Mode::kImmutable:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
      name = "file:";
      for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') name += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else name.push_back(c);
      }
      name += "?immutable=1";
      break;
  }
  const int result = sqlite3_open_v2(name.c_str(), &db_, flags, nullptr);
  if (result != SQLITE_OK) {
    sqlite3* const failed = std::exchange(db_, nullptr);
    try {
      fail(failed, result, path);
    } catch (...) {
      sqlite3_close(failed);
      throw;
    }
  }
}

Db::Db() = default;

Db::Db(Db&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)),
      patience_(std::move(other.patience_)),
      texts_(std::move(other.texts_)),
      cache_(std::move(other.cache_)) {}

Db& Db::operator=(Db&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(patience_, other.patience_);
  std::swap(texts_, other.texts_);
  std::swap(cache_, other.cache_);
  return *this;
}

Db::~Db() {
  cache_.clear();
  sqlite3_close(db_);
}

Stmt Db::cached(const char* sql) {
  const auto [at, added] = cache_.try_emplace(sql);
  if (added) {
    try {
      at->second = prepare(sql);
    } catch (...) {
      cache_.erase(at);
      throw;
    }
  } else {
    at->second.reset();
  }
  return {db_, at->second.stmt_, true};
}

Stmt Db::prepare(std::string_view sql) {
  sqlite3_stmt* stmt = nullptr;
  check(db_, sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), 0, &stmt, nullptr), sql);
  return {db_, stmt};
}

void Db::exec(std::string_view sql) {
  const std::string text(sql);
  check(db_, sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr), text.size() < 200 ? text : text.substr(0, 200));
}

std::int64_t Db::last_id() const { return sqlite3_last_insert_rowid(db_); }
bool Db::in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

std::int64_t Db::changed_rows() const { return sqlite3_changes64(db_); }
bool Db::has_moved() const {
  int moved = 0;
  sqlite3_file_control(db_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

void Db::busy_timeout(int milliseconds) {
  patience_ = std::make_unique<Patience>();
  patience_->most = std::chrono::milliseconds(milliseconds);
  const auto wait = [](void* data, int tries) {
    auto* patience = static_cast<Patience*>(data);
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) patience->since = now;
    if (now - patience->since >= patience->most || interrupted() != 0) return 0;
    std::this_thread::sleep_for(kAskAgain);
    return 1;
  };
  check(db_, sqlite3_busy_handler(db_, wait, patience_.get()), "busy handler");
}

void let_others_write() { std::this_thread::sleep_for(2 * kAskAgain); }

void Db::copy_to(const std::string& path) {
  Db target(path, Mode::kCreate);
  sqlite3_backup* backup = sqlite3_backup_init(target.db_, "main", db_, "main");
  if (backup == nullptr) fail(target.db_, sqlite3_errcode(target.db_), "backup");
  // In one step: a copy in pieces starts anew whenever somebody writes between two of them.
  int result = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (result == SQLITE_DONE) result = finished;
  check(target.db_, result, "backup");
}

Transaction::Transaction(Db& db) : db_(db) { db_.exec("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    db_.exec("ROLLBACK");
  } catch (const Error&) {  // SQLite has already rolled back.
  }
}

void Transaction::commit() {
  db_.exec("COMMIT");
  open_ = false;
}

Snapshot::Snapshot(Db& db) : db_(db), began_(!db.in_transaction()) {
  if (began_) db_.exec("BEGIN");
}

Snapshot::~Snapshot() {
  if (!began_) return;
  try {
    db_.exec("ROLLBACK");
  } catch (const Error&) {
  }
}

}  // namespace ckm::store
