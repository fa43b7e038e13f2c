-- Step 4: what two copies of a store changed apart.

CREATE TABLE forked (                -- Things whose state no single version tells, since two copies changed them apart.
  uid     TEXT NOT NULL PRIMARY KEY, -- By which the history knows it.
  kind    INTEGER NOT NULL,
  waiting INTEGER NOT NULL DEFAULT 0 -- 1: it says something of a thing that is not in this copy.
) STRICT, WITHOUT ROWID;

ALTER TABLE run ADD COLUMN joined INTEGER NOT NULL DEFAULT 0; -- 1: another copy of the store imported it, and has what undoing it needs.

-- Few of all entries.
CREATE INDEX change_entry_label ON change_entry (uid, change_id) WHERE op = 'label';
CREATE INDEX change_entry_removal ON change_entry (uid, change_id) WHERE op = 'remove';
