// Owning C++ handles for SQLite. With sqlite.cc the only file of ckm that includes <sqlite3.h>.
//
// Errors: every call throws Error with the code that SQLite's result means (kLocked, kSystem, kDamaged or kBug), SQLite's
//   message and the SQL text.
// Threads: a Db and its Stmts belong to one thread.
// Lifetime: a Stmt must not outlive its Db. A view from Stmt::text() or Stmt::bytes() dies at the next step() or reset().
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace ckm::store {

// Bytes to bind as a BLOB; a string_view binds as TEXT.
struct Bytes {
  std::string_view data;
};

class Stmt {
 public:
  Stmt() = default;
  Stmt(Stmt&& other) noexcept : db_(other.db_), stmt_(std::exchange(other.stmt_, nullptr)), kept_(other.kept_) {}
  Stmt& operator=(Stmt&& other) noexcept;
  ~Stmt();

  // Binds all parameters, ?1 first, after a reset. Texts and bytes are not copied: they must live until the last step().
  template <typename... T>
  Stmt& bind(const T&... values) {
    reset();
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }
  // Binds one parameter, from 1, of a statement that is reset.
  template <typename T>
  void bind_at(int at, const T& value) {
    bind_one(at, value);
  }
  // True while there is a row.
  bool step();
  // Runs a statement without rows to its end.
  void run();
  template <typename... T>
  void run(const T&... values) {
    bind(values...);
    run();
  }
  void reset();

  // Columns of the row at hand, from 0.
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] bool null(int column) const;
  [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const {
    if (null(column)) return std::nullopt;
    return integer(column);
  }

 private:
  friend class Db;
  Stmt(sqlite3* db, sqlite3_stmt* stmt, bool kept = false) : db_(db), stmt_(stmt), kept_(kept) {}
  template <std::integral T>
  void bind_one(int at, T value) {
    bind_integer(at, static_cast<std::int64_t>(value));
  }
  void bind_one(int at, double value);
  void bind_one(int at, std::string_view value);
  void bind_one(int at, const std::string& value) { bind_one(at, std::string_view(value)); }
  void bind_one(int at, const char* value) { bind_one(at, std::string_view(value)); }
  void bind_one(int at, Bytes value);
  void bind_one(int at, std::nullptr_t);
  template <typename T>
  void bind_one(int at, const std::optional<T>& value) {
    if (value) bind_one(at, *value);
    else bind_one(at, nullptr);
  }
  void bind_integer(int at, std::int64_t value);
  void check(int result) const;

  sqlite3* db_ = nullptr;
  sqlite3_stmt* stmt_ = nullptr;
  bool kept_ =
      false;  // By its Db: this handle's end resets it. One that stays open would hold its transaction's view of the file.
};

class Db {
 public:
  enum class Mode : std::uint8_t {
    kCreate,     // Read and write, made if missing.
    kReadWrite,  // Must exist.
    kReadOnly,   // Never written by this handle; takes part in WAL's locking.
    kImmutable,  // A file that nobody can write: read without any locking.
  };
  Db();
  Db(const std::string& path, Mode mode);
  Db(Db&& other) noexcept;
  Db& operator=(Db&& other) noexcept;
  ~Db();

  Stmt prepare(std::string_view sql);
  // A statement that this handle prepares once and keeps, by the address of a string literal. It is reset now, and when the
  // Stmt ends; the same literal must not be in use by a caller further up.
  Stmt cached(const char* sql);
  // The same of one of few texts that are put together.
  Stmt cached(const std::string& sql) { return cached(texts_.insert(sql).first->c_str()); }
  // Runs statements without parameters, rows dropped.
  void exec(std::string_view sql);
  template <typename... T>
  void run(std::string_view sql, const T&... values) {
    prepare(sql).run(values...);
  }
  // The first column of the first row, which must exist.
  template <typename... T>
  std::int64_t integer(std::string_view sql, const T&... values) {
    Stmt stmt = prepare(sql);
    stmt.bind(values...);
    return stmt.step() ? stmt.integer(0) : 0;
  }
  template <typename... T>
  std::optional<std::string> text(std::string_view sql, const T&... values) {
    Stmt stmt = prepare(sql);
    stmt.bind(values...);
    if (!stmt.step()) return std::nullopt;
    return stmt.string(0);
  }

  [[nodiscard]] std::int64_t last_id() const;
  // Whether a transaction is open.
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] std::int64_t changed_rows() const;  // By the last statement.
  // Whether its file has another name now, or none.
  [[nodiscard]] bool has_moved() const;
  // How long to wait for another writer's lock; it is asked for every two milliseconds.
  void busy_timeout(int milliseconds);
  // A whole copy of this database into a new file at `path`, while others read and write.
  void copy_to(const std::string& path);

 private:
  struct Patience;
  sqlite3* db_ = nullptr;
  std::unique_ptr<Patience> patience_;
  std::unordered_set<std::string> texts_;
  std::unordered_map<const char*, Stmt> cache_;  // By the literal's address.
};

// A write transaction (BEGIN IMMEDIATE). Rolled back unless committed. Throws Error{kLocked} where another writer holds the
// lock for longer than the busy timeout.
class Transaction {
 public:
  explicit Transaction(Db& db);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Db& db_;
  bool open_ = true;
};

// Between two batches of long work: lets a writer that waits have its turn.
void let_others_write();

// A read transaction: everything read within it is of one moment. Within another transaction it is that one.
class Snapshot {
 public:
  explicit Snapshot(Db& db);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  Db& db_;
  bool began_;
};

}  // namespace ckm::store
