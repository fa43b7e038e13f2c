-- version 1
-- What customers' wordings that articles answered look like: made from the learned phrasings, again for each article that is in
-- learned_queue. ckm-store(5) describes the blobs.

DROP TABLE IF EXISTS learned;
DROP TABLE IF EXISTS learned_term;
DROP TABLE IF EXISTS learned_queue;
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

CREATE TRIGGER learned_added AFTER INSERT ON phrasing WHEN new.origin = 'learned' BEGIN
  INSERT OR IGNORE INTO learned_queue VALUES (new.article_id);
END;
CREATE TRIGGER learned_gone AFTER DELETE ON phrasing WHEN old.origin = 'learned' BEGIN
  INSERT OR IGNORE INTO learned_queue VALUES (old.article_id);
END;
CREATE TRIGGER learned_article_gone AFTER DELETE ON article WHEN EXISTS (SELECT 1 FROM learned WHERE kind = old.kind AND article_id = old.id) BEGIN
  INSERT OR IGNORE INTO learned_queue VALUES (old.id);
END;

INSERT INTO learned_queue SELECT DISTINCT article_id FROM phrasing WHERE origin = 'learned';
