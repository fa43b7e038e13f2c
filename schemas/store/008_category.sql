-- Step 8: categories that were moved or merged are still found by what they were.

CREATE TABLE category_path (       -- Paths that categories had: one leads to the category while none has it.
  path        TEXT NOT NULL,
  category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
  until       INTEGER NOT NULL,    -- When it had it last: of several the newest counts.
  PRIMARY KEY (path, category_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX category_path_of ON category_path (category_id);

CREATE TABLE category_merged (     -- Categories that were merged into another one.
  uid         TEXT NOT NULL PRIMARY KEY, -- By which the history knows it.
  category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE -- What it leads to.
) STRICT, WITHOUT ROWID;
CREATE INDEX category_merged_into ON category_merged (category_id);

CREATE TABLE category_origin (     -- Categories that sources gave tickets, where they were merged into others since: what undo restores.
  ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  uid       TEXT NOT NULL,         -- The category's.
  PRIMARY KEY (ticket_id, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX category_origin_uid ON category_origin (uid);

CREATE TRIGGER category_origin_said AFTER UPDATE OF hash ON ticket WHEN new.hash <> old.hash BEGIN
  DELETE FROM category_origin WHERE ticket_id = new.id;
END;
