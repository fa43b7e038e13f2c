-- version 1
-- Classifiers that `ckm classify train` made of labelled texts: the same texts, labels and seed make the same bytes again.

DROP TABLE IF EXISTS classifier;

CREATE TABLE classifier (
  field       TEXT NOT NULL PRIMARY KEY, -- What it says: category, queue, …
  number      INTEGER NOT NULL,    -- Of how many trainings of the field it is the last.
  made_at     INTEGER NOT NULL,
  filter      TEXT NOT NULL,       -- The query that chose the texts; empty: all.
  seed        INTEGER NOT NULL,
  fingerprint BLOB NOT NULL,       -- BLAKE2b, 16 bytes, of the texts, their names and labels, whatever their order.
  last_ticket INTEGER NOT NULL,    -- The highest ticket that there was: those above came later.
  figures     TEXT NOT NULL,       -- How it did on texts that were left out of training, and which labels there were, as JSON.
  data        BLOB NOT NULL        -- src/learn/classifier.hh; ckm-store(5).
) STRICT, WITHOUT ROWID;
