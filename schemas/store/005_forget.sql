-- Step 5: what was forgotten stays away, and the chain stays whole.

CREATE TABLE forgotten (           -- Things whose content was erased for good.
  mark    BLOB NOT NULL,           -- BLAKE2b, 16 bytes, of meta's forget_key, a line feed and the uid: imports know it by that.
  kind    INTEGER NOT NULL,
  item_id INTEGER NOT NULL,        -- A number that it had; 0 where it had none.
  at      INTEGER NOT NULL,        -- When it was forgotten.
  PRIMARY KEY (mark, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX forgotten_item ON forgotten (kind, item_id);

ALTER TABLE change ADD COLUMN forgotten BLOB; -- Where its actor was forgotten, what its digest would be now: the digest itself stays. Else NULL.
ALTER TABLE run ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0; -- 1: what undoing it needs was forgotten.
