-- Step 7: what people say that a ticket's queue, priority, language, tags, product or phase is.

CREATE TABLE said_value (          -- A person's word on one field of a ticket: it counts above the source and above what is predicted. Of several, which two copies may bring together, the latest counts.
  uid       TEXT NOT NULL PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  field     TEXT NOT NULL,         -- queue, priority, language, tag, product or phase.
  value     TEXT NOT NULL,         -- Of tag a JSON array.
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX said_value_ticket ON said_value (ticket_id, field, at, uid);
