#include "store/store.hh"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/time.hh"
#include "model/ref.hh"
#include "store/schema.hh"

namespace ckm::store {
namespace {

// 64 MB of pages of 16 KB before a checkpoint: bulk imports write each page once, not once a batch.
constexpr std::string_view kWriteSettings =
    "PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4096; PRAGMA temp_store = MEMORY;";
// Reads go through the page cache of the system. A writer's own cache holds what a batch changes.
constexpr std::string_view kReadSettings = "PRAGMA mmap_size = 1099511627776;";
constexpr std::string_view kReadCache = "PRAGMA cache_size = -16384;";
constexpr std::string_view kWriteCache = "PRAGMA cache_size = -49152;";

void check_identity(Db& db, const std::string& path) {
  const auto application = db.integer("PRAGMA application_id");
  const auto version = db.integer("PRAGMA user_version");
  if (application != kApplicationId) {
    throw Error(Exit::kDamaged, fmt::format("{} is an SQLite file, but no ckm store", path),
                "name a store with --db FILE, or make one with: ckm init FILE");
  }
  if (version > schema_steps()) {
    throw Error(Exit::kDamaged,
                fmt::format("{} was written by a newer ckm (schema {}; this program knows {})", path, version, schema_steps()),
                "install the newer ckm; this one leaves the file alone");
  }
}

void check_file(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) {
      throw Error(Exit::kNotFound, fmt::format("there is no store at {}", path),
                  "name one with --db FILE, or make one with: ckm init FILE");
    }
    throw Error(Exit::kSystem, fmt::format("can't look at {}: {}", path, std::strerror(errno)), "check its permissions");
  }
  if (S_ISDIR(info.st_mode)) {
    throw Error(Exit::kDamaged, fmt::format("{} is a folder, not a store", path), "name the file in it with --db FILE");
  }
  if (info.st_size == 0) {
    throw Error(Exit::kDamaged, fmt::format("{} is empty, not a ckm store", path), "remove it and run: ckm init " + path);
  }
}

// SQLite reports a foreign file at the first read.
template <typename F>
auto reading(const std::string& path, F&& f) {
  try {
    return f();
  } catch (const Error& e) {
    if (e.code() != Exit::kDamaged || std::string_view(e.what()).find("ckm store") == std::string_view::npos) throw;
    if (std::string_view(e.what()).find("not a database") == std::string_view::npos) throw;
    throw Error(Exit::kDamaged, fmt::format("{} is no ckm store", path),
                "name a store with --db FILE, or make one with: ckm init FILE");
  }
}

// A copy beside the file, which a failed migration can be undone with. Two processes may come here at once: only what is still
// of that version is copied.
void keep_copy(Db& db, const std::string& path, std::int64_t version) {
  const Transaction lock(db);
  if (db.integer("PRAGMA user_version") != version) return;
  const std::string copy = fmt::format("{}.v{}.bak", path, version);
  const std::string beside = fmt::format("{}.part-{}", copy, ::getpid());
  std::remove(beside.c_str());
  try {
    // By another handle: SQLite copies nothing from one that is writing.
    Db(path, Db::Mode::kReadOnly).copy_to(beside);
  } catch (const Error&) {
    std::remove(beside.c_str());
    throw;
  }
  if (std::rename(beside.c_str(), copy.c_str()) != 0) {
    throw Error(Exit::kSystem, fmt::format("can't write {}: {}", copy, std::strerror(errno)), "check the folder's permissions");
  }
}

// What a store has before anything is in it.
void fill_new(Db& db) {
  db.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
  run_schema_steps(db, 0);
  renew_derived(db);
  db.run("INSERT INTO meta VALUES ('created_at', ?1)", format_time(now()));
  db.run("INSERT INTO source (name) VALUES (?1)", model::kLocalSource);
}

}  // namespace

int schema_version() { return schema_steps(); }

Store Store::create(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) {
    throw Error(Exit::kConflict, fmt::format("{} already exists", path), "name another file, or remove that one first");
  }
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (std::error_code error; !folder.empty() && !std::filesystem::is_directory(folder, error)) {
    throw Error(Exit::kSystem, fmt::format("can't make {}: there is no folder {}", path, folder.string()),
                "make it first: mkdir -p " + folder.string());
  }
  // Made under another name and renamed, so that a store is whole or not there.
  const std::string beside = fmt::format("{}.part-{}", path, ::getpid());
  std::remove(beside.c_str());
  try {
    {
      Db db(beside, Db::Mode::kCreate);
      db.exec("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL;");
      fill_new(db);
      db.exec("PRAGMA journal_mode = WAL");
    }
    if (::link(beside.c_str(), path.c_str()) != 0) {
      const int reason = errno;
      if (reason == EEXIST) {
        throw Error(Exit::kConflict, fmt::format("{} already exists", path), "name another file, or remove that one first");
      }
      // File systems without hard links.
      if (std::rename(beside.c_str(), path.c_str()) != 0) {
        throw Error(Exit::kSystem, fmt::format("can't make {}: {}", path, std::strerror(errno)),
                    "check the folder's permissions");
      }
    }
    ::unlink(beside.c_str());
  } catch (const Error& e) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((beside + suffix).c_str());
    if (e.code() != Exit::kSystem) throw;
    throw Error(Exit::kSystem, fmt::format("can't make {}: {}", path, e.what()),
                "check that the folder exists, may be written and has room");
  }
  return open(path, Access::kWrite);
}

Store Store::temporary() {
  Db db("", Db::Mode::kCreate);
  db.exec("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
  fill_new(db);
  db.exec(kReadSettings);
  db.exec(kWriteCache);
  return {std::move(db), "", true};
}

Store Store::open(const std::string& path, Access access, int lock_timeout_ms) {
  check_file(path);
  const bool writable = ::access(path.c_str(), W_OK) == 0;
  if (access == Access::kWrite && !writable) {
    throw Error(Exit::kSystem, fmt::format("{} can't be written: {}", path, std::strerror(errno)),
                "check its permissions, or copy it to a place that you may write");
  }
  Db db = reading(path, [&] {
    Db opened(path, writable ? Db::Mode::kReadWrite : Db::Mode::kReadOnly);
    try {
      opened.busy_timeout(lock_timeout_ms);
      opened.integer("SELECT count(*) FROM sqlite_master");
      return opened;
    } catch (const Error& e) {
      // WAL needs files beside the store. Where they can't be made nobody writes either.
      if (e.code() != Exit::kSystem || access == Access::kWrite) throw;
      Db still(path, Db::Mode::kImmutable);
      still.integer("SELECT count(*) FROM sqlite_master");
      return still;
    }
  });
  check_identity(db, path);
  const auto version = db.integer("PRAGMA user_version");
  if (writable) {
    db.exec(kWriteSettings);
    if (version < schema_steps()) {
      keep_copy(db, path, version);
      run_schema_steps(db, static_cast<int>(version));
    }
    if (!derived_current(db)) renew_derived(db);
  } else if (version < schema_steps() || !derived_current(db)) {
    throw Error(Exit::kDamaged,
                fmt::format("{} was written by another version of ckm and can't be updated: it is read-only", path),
                "copy it to a place that you may write");
  }
  db.exec(kReadSettings);
  db.exec(access == Access::kWrite ? kWriteCache : kReadCache);
  return {std::move(db), path, writable};
}

void Store::copy_to(const std::string& path) {
  db_.copy_to(path);
  if (!path_.empty()) return;
  Db copy(path, Db::Mode::kReadWrite);
  copy.exec("PRAGMA journal_mode = WAL");
}

void Store::trust_keys() { db_.exec("PRAGMA foreign_keys = OFF"); }

std::int64_t Store::find_source(std::string_view name) { return db_.integer("SELECT id FROM source WHERE name = ?1", name); }

std::int64_t Store::source_id(std::string_view name) {
  if (const auto id = find_source(name); id != 0) return id;
  db_.run("INSERT INTO source (name) VALUES (?1)", name);
  return db_.last_id();
}

std::string Store::source_name(std::int64_t id) { return db_.text("SELECT name FROM source WHERE id = ?1", id).value_or(""); }

std::int64_t stored_version(const std::string& path) {
  Db db(path, Db::Mode::kReadOnly);
  return db.integer("PRAGMA user_version");
}

}  // namespace ckm::store
