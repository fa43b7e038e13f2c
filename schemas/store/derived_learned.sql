-- version 2
-- What customers' wordings that articles answered look like: made from the learned phrasings, again for each article that is in
-- learned_queue; and what is counted of them and of the queries that were asked. ckm-store(5) describes the blobs.

DROP TABLE IF EXISTS learned;
DROP TABLE IF EXISTS learned_term;
DROP TABLE IF EXISTS learned_queue;
DROP TABLE IF EXISTS learned_language;
DROP TABLE IF EXISTS wording_queue;
DROP TABLE IF EXISTS asked_term;
DROP TRIGGER IF EXISTS learned_added;
DROP TRIGGER IF EXISTS learned_gone;
DROP TRIGGER IF EXISTS learned_article_gone;

CREATE TABLE learned (             -- The sum of an article's learned wordings.
  kind       INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  uses       INTEGER NOT NULL,     -- How many wordings they are.
  data       BLOB NOT NULL,        -- Features and their weights.
  PRIMARY KEY (kind, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE learned_term (        -- Which articles learned a wording with a word.
  kind       INTEGER NOT NULL,
  term       INTEGER NOT NULL,     -- The word's feature.
  article_id INTEGER NOT NULL,
  PRIMARY KEY (kind, term, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX learned_term_article ON learned_term (article_id);

CREATE TABLE learned_queue (       -- Articles whose wordings changed since they were summed up.
  article_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE learned_language (    -- The languages in whose stems the wordings of a kind were summed up.
  kind      INTEGER PRIMARY KEY,
  languages INTEGER NOT NULL       -- Bits, as in segment.
) STRICT;

CREATE TABLE asked_term (          -- Questions that were asked, by the terms that they have: queries as of the last `ckm index`, and wordings.
  term  BLOB NOT NULL PRIMARY KEY, -- Empty: all questions.
  asked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE wording_queue (       -- Wordings that came or went since they were counted in asked_term.
  id      INTEGER PRIMARY KEY,
  text    TEXT NOT NULL,
  learned INTEGER NOT NULL         -- 1, or -1: it is gone.
) STRICT;

CREATE TRIGGER learned_added AFTER INSERT ON phrasing WHEN new.origin = 'learned' BEGIN
  INSERT OR IGNORE INTO learned_queue VALUES (new.article_id);
  INSERT INTO wording_queue (text, learned) VALUES (new.text, 1);
END;
CREATE TRIGGER learned_gone AFTER DELETE ON phrasing WHEN old.origin = 'learned' BEGIN
  INSERT OR IGNORE INTO learned_queue VALUES (old.article_id);
  INSERT INTO wording_queue (text, learned) VALUES (old.text, -1);
END;
CREATE TRIGGER learned_article_gone AFTER DELETE ON article WHEN EXISTS (SELECT 1 FROM learned WHERE kind = old.kind AND article_id = old.id) BEGIN
  INSERT OR IGNORE INTO learned_queue VALUES (old.id);
END;

INSERT INTO learned_queue SELECT DISTINCT article_id FROM phrasing WHERE origin = 'learned';
INSERT INTO wording_queue (text, learned) SELECT text, 1 FROM phrasing WHERE origin = 'learned';
