-- version 2
-- Topics that ckm found in tickets: made anew by `ckm cluster`, which knows the old ones again by their members. What drops these
-- tables drops the topics' numbers and names too.

DROP TABLE IF EXISTS topic_member;
DROP TABLE IF EXISTS topic;
DROP TABLE IF EXISTS topic_run;

CREATE TABLE topic_run (           -- The last time that topics were sought in a choice of tickets.
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  chosen     TEXT NOT NULL,        -- The query that chose the tickets; empty: all.
  field      TEXT NOT NULL,        -- The field within whose values topics were sought; empty: within all.
  made_at    INTEGER NOT NULL,
  tickets    INTEGER NOT NULL,     -- That were chosen and say anything,
  drawn      INTEGER NOT NULL,     -- of them those in which topics were sought,
  placed     INTEGER NOT NULL,     -- and those that are in a topic.
  last_ticket INTEGER NOT NULL,    -- The highest ticket that there was.
  UNIQUE (chosen, field)
) STRICT;

CREATE TABLE topic (               -- A topic of a run, or one that is gone.
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- Stays the same as long as the topic persists.
  run_id     INTEGER NOT NULL REFERENCES topic_run (id) ON DELETE CASCADE,
  value      TEXT NOT NULL,        -- The field's value in its tickets; empty without a field.
  name       TEXT NOT NULL,        -- As it was when the topic was found first.
  terms      TEXT NOT NULL,        -- The most telling ones, as a JSON array.
  resolution REAL NOT NULL,        -- That it was found with.
  tickets    INTEGER NOT NULL,     -- When it was found last.
  before     INTEGER,              -- The time before; NULL: it is new.
  first_at   INTEGER NOT NULL,     -- When it was found first.
  gone_at    INTEGER,              -- Since when it is not found any more; NULL: it is.
  other_id   INTEGER               -- Of a new one the topic that it was part of, of a gone one that which took it in; else NULL.
) STRICT;
CREATE INDEX topic_of_run ON topic (run_id);

CREATE TABLE topic_member (        -- The tickets of a topic.
  topic_id  INTEGER NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
  place     INTEGER NOT NULL,      -- From 0, the nearest to its middle.
  ticket_id INTEGER NOT NULL,
  likeness  REAL NOT NULL,         -- The cosine with the topic's middle.
  PRIMARY KEY (topic_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_member_ticket ON topic_member (ticket_id);
