// A store: one SQLite file that is ckm's own.
//
// Opening checks that the file is a ckm store of a version that this program knows, brings an older one up to date when it
// may be written (after a copy FILE.v<N>.bak), and rebuilds nothing: derived tables of another version are made anew and their
// content queued. A file that can't be written, or lies on a read-only disk, opens for reading.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "store/sqlite.hh"

namespace ckm::store {

enum class Access : std::uint8_t { kRead, kWrite };

inline constexpr int kDefaultLockTimeoutMs = 10'000;

class Store {
 public:
  // Makes a new store. Throws Error{kConflict} when something stands at `path`.
  static Store create(const std::string& path);
  // An empty one that has no name and goes when it is closed; what doesn't fit into memory is in SQLite's folder for temporary
  // files.
  static Store temporary();
  // Throws Error{kNotFound} when there is no file, kDamaged when it is foreign, newer or damaged, kSystem when it must be
  // written and can't.
  static Store open(const std::string& path, Access access, int lock_timeout_ms = kDefaultLockTimeoutMs);

  // Writes a copy as it is at one moment, while others go on; of a temporary store one that stays. `path` is a new file. Not
  // forced to the disk.
  void copy_to(const std::string& path);

  [[nodiscard]] Db& db() { return db_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool writable() const { return writable_; }
  // For bulk writing, outside of any transaction: keys that were looked up in the same transaction are not checked once more.
  void trust_keys();

  // The number of a source's name, made if missing (in the caller's transaction).
  std::int64_t source_id(std::string_view name);
  // 0 where there is no such source.
  std::int64_t find_source(std::string_view name);
  std::string source_name(std::int64_t id);

 private:
  Store(Db db, std::string path, bool writable) : db_(std::move(db)), path_(std::move(path)), writable_(writable) {}
  Db db_;
  std::string path_;
  bool writable_;
};

// Schema steps that this program knows: what a store that it made has in user_version.
int schema_version();
// Those of a file, which is only looked at.
std::int64_t stored_version(const std::string& path);

}  // namespace ckm::store
