-- Step 7: what people say that a ticket's queue, priority, language, tags, product or phase is.

CREATE TABLE said_value (          -- A person's word on one field of a ticket: it counts above the source and above what is predicted.
  ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  field     TEXT NOT NULL,         -- queue, priority, language, tag, product or phase.
  value     TEXT NOT NULL,         -- Of tag a JSON array; an empty one says that there is none.
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  run_id    INTEGER NOT NULL DEFAULT 0, -- The import that brought it, of an export; 0: it was said here.
  PRIMARY KEY (ticket_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX said_value_run ON said_value (run_id) WHERE run_id <> 0;
