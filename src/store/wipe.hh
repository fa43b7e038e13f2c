// Makes sure that no page of the file still holds what was deleted.
//
// SQLite leaves what is deleted where it was until something else is written there: in free pages, within pages, and in the
// write-ahead log. All of them are rewritten here. That it is still to be done is kept in the store until it is done, so that a
// killed command is known as unfinished.
#pragma once

#include "store/store.hh"

namespace ckm::store {

// From now on this handle overwrites what it deletes. Before the first transaction that forgets.
void overwrite_deleted(Store& store);

// Within the transaction that forgets: the file is to be rewritten.
void note_unwiped(Store& store);
bool is_unwiped(Store& store);

// Rewrites the file without free pages, by a copy of what is there in the system's folder for temporary files, then through the
// log. Others read meanwhile; none may write. Throws Error{kSystem} where a disk is full, kLocked where others write.
void rewrite_file(Store& store);

// Empties the log into the file. False where somebody who still reads an older state kept it from that for as long as the store
// waits for locks.
bool empty_log(Store& store);

// All of it was done.
void note_wiped(Store& store);

}  // namespace ckm::store
