// The schema of a store: steps for the truth, whole files for what is derived (schemas/store/).
#pragma once

#include "store/sqlite.hh"

namespace ckm::store {

// "ckm" and a version byte, big endian: SQLite's application_id.
inline constexpr int kApplicationId = 0x636B6D01;

// The number of steps known.
int schema_steps();

// Runs the steps behind `from`, each with its version bump in one transaction.
void run_schema_steps(Db& db, int from);

// Whether all derived tables are of this program's version.
bool derived_current(Db& db);
// Makes those anew that are not, in one transaction; what they held is queued to be derived again.
void renew_derived(Db& db);

}  // namespace ckm::store
