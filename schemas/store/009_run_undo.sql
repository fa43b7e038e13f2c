-- Step 9: imports that were taken back can be there again, as often as that is undone; and categories go with what made them.

CREATE TABLE run_undo (            -- Changes that took an import back whose history tells all that it did, or that brought it back.
  change_id INTEGER PRIMARY KEY REFERENCES change (id),
  run_id    INTEGER NOT NULL REFERENCES run (id),
  back      INTEGER NOT NULL       -- 0: took it back; 1: undid such a change, so that it is done again.
) STRICT;
CREATE INDEX run_undo_run ON run_undo (run_id);

ALTER TABLE category ADD COLUMN made_by INTEGER REFERENCES change (id); -- The change that made it by naming it; NULL: an import did, or it was made before this step.
