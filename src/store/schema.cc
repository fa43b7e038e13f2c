#include "store/schema.hh"

#include <fmt/format.h>

#include <span>
#include <string>

#include "base/embedded.hh"

namespace ckm::embedded {
extern const File store_steps[];
extern const std::size_t store_steps_count;
extern const File store_derived[];
extern const std::size_t store_derived_count;
}  // namespace ckm::embedded

namespace ckm::store {
namespace {

std::span<const embedded::File> steps() { return {embedded::store_steps, embedded::store_steps_count}; }
std::span<const embedded::File> derived() { return {embedded::store_derived, embedded::store_derived_count}; }

// The N of the file's first line "-- version N".
std::string version_of(const embedded::File& file) {
  constexpr std::string_view kMark = "-- version ";
  return std::string(file.bytes.substr(kMark.size(), file.bytes.find('\n') - kMark.size()));
}

bool current(Db& db, const embedded::File& file) {
  return db.text("SELECT value FROM meta WHERE name = ?1", file.name) == version_of(file);
}

}  // namespace

int schema_steps() { return static_cast<int>(steps().size()); }

void run_schema_steps(Db& db, int from) {
  for (int step = from; step < schema_steps(); ++step) {
    Transaction transaction(db);
    if (db.integer("PRAGMA user_version") > step) continue;  // Another process has just done it.
    db.exec(steps()[static_cast<std::size_t>(step)].bytes);
    db.exec(fmt::format("PRAGMA user_version = {}", step + 1));
    transaction.commit();
  }
}

bool derived_current(Db& db) {
  for (const embedded::File& file : derived()) {
    if (!current(db, file)) return false;
  }
  return true;
}

void renew_derived(Db& db) {
  Transaction transaction(db);  // Each file is looked at again: another process may have done it.
  for (const embedded::File& file : derived()) {
    if (current(db, file)) continue;
    db.exec(file.bytes);
    db.run("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value", file.name, version_of(file));
  }
  transaction.commit();
}

}  // namespace ckm::store
