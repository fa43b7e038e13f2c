#include "store/wipe.hh"

namespace ckm::store {

void overwrite_deleted(Store& store) { store.db().exec("PRAGMA secure_delete = ON"); }

void note_unwiped(Store& store) { store.db().run("INSERT OR REPLACE INTO meta VALUES ('forget_unfinished', '1')"); }

bool is_unwiped(Store& store) { return store.db().text("SELECT value FROM meta WHERE name = 'forget_unfinished'").has_value(); }

void rewrite_file(Store& store) {
  // A store may be larger than the memory.
  store.db().exec("PRAGMA temp_store = FILE; PRAGMA mmap_size = 0");
  store.db().exec("VACUUM");
}

bool empty_log(Store& store) {
  Stmt row = store.db().prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  row.bind().step();
  return row.integer(0) == 0;
}

void note_wiped(Store& store) { store.db().run("DELETE FROM meta WHERE name = 'forget_unfinished'"); }

}  // namespace ckm::store
