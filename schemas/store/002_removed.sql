-- Step 2: what was removed is still named.

CREATE TABLE removed (             -- Articles and single tickets that were removed, or came back under another number.
  kind        INTEGER NOT NULL,
  item_id     INTEGER NOT NULL,    -- The number that it had; no other thing ever gets it.
  uid         TEXT NOT NULL,       -- By which its history knows it.
  merged_into TEXT,                -- The uid of the article that it was a duplicate of, which its references lead to; NULL for none.
  PRIMARY KEY (kind, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_uid ON removed (uid);
