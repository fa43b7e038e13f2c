-- version 10
-- The search index: rebuilt from the truth whenever this version differs from the file's. ckm-store(5) describes the blobs.

DROP TABLE IF EXISTS segment;
DROP TABLE IF EXISTS segment_term;
DROP TABLE IF EXISTS segment_chunk;
DROP TABLE IF EXISTS segment_dead;
DROP TABLE IF EXISTS facet;
DROP TABLE IF EXISTS index_length;
DROP TABLE IF EXISTS index_seen;
DROP TABLE IF EXISTS index_queue;
DROP TABLE IF EXISTS index_redo;
DROP TRIGGER IF EXISTS ticket_added;
DROP TRIGGER IF EXISTS ticket_text;
DROP TRIGGER IF EXISTS ticket_facts;
DROP TRIGGER IF EXISTS ticket_gone;
DROP TRIGGER IF EXISTS message_added;
DROP TRIGGER IF EXISTS message_changed;
DROP TRIGGER IF EXISTS message_gone;
DROP TRIGGER IF EXISTS article_added;
DROP TRIGGER IF EXISTS article_text;
DROP TRIGGER IF EXISTS article_facts;
DROP TRIGGER IF EXISTS article_gone;
DROP TRIGGER IF EXISTS phrasing_added;
DROP TRIGGER IF EXISTS phrasing_changed;
DROP TRIGGER IF EXISTS phrasing_gone;
DROP TRIGGER IF EXISTS case_story_added;
DROP TRIGGER IF EXISTS case_story_changed;
DROP TRIGGER IF EXISTS attempt_added;
DROP TRIGGER IF EXISTS attempt_gone;
DROP TRIGGER IF EXISTS label_added;
DROP TRIGGER IF EXISTS label_changed;
DROP TRIGGER IF EXISTS label_gone;
DROP TRIGGER IF EXISTS category_moved;

DELETE FROM meta WHERE name = 'index_rebuild'; -- One that is under way for another version ends by this.

CREATE TABLE segment (             -- An immutable piece of the index. All its documents are of one kind.
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind      INTEGER NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('live', 'building')), -- building: part of a rebuild that is not in use yet.
  docs      INTEGER NOT NULL,      -- Documents written.
  dead      INTEGER NOT NULL DEFAULT 0, -- Of them, replaced or deleted since.
  first_doc INTEGER NOT NULL,      -- A document's number is the id of its ticket or article.
  last_doc  INTEGER NOT NULL,
  terms     INTEGER NOT NULL,
  postings  INTEGER NOT NULL,
  chunks    INTEGER NOT NULL,
  bytes     INTEGER NOT NULL,      -- Of its chunks and dictionary.
  languages INTEGER NOT NULL,      -- Bit n: documents stemmed as language n.
  settings  TEXT NOT NULL,         -- Field weights and BM25F parameters that its impacts were computed with, as JSON.
  checksum  BLOB NOT NULL,         -- BLAKE2b, 16 bytes, over the dictionary and the chunks in order.
  seal      INTEGER NOT NULL       -- XXH3 over the columns above but id and state.
) STRICT;

CREATE TABLE segment_term (        -- Dictionary blocks of about 4 KB.
  segment_id INTEGER NOT NULL,
  first_term BLOB NOT NULL,        -- The block's first term.
  data       BLOB NOT NULL,
  PRIMARY KEY (segment_id, first_term)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment_chunk (       -- Posting blocks and skip tables, at most 16,308 bytes a row: one page.
  id   INTEGER PRIMARY KEY,        -- segment << 32 | number from 0.
  data BLOB NOT NULL
) STRICT;

CREATE TABLE segment_dead (        -- Documents of a segment that no longer count.
  segment_id INTEGER NOT NULL,
  chunk      INTEGER NOT NULL,     -- Document number >> 16.
  data       BLOB NOT NULL,        -- A set, as in facet.
  PRIMARY KEY (segment_id, chunk)
) STRICT, WITHOUT ROWID;

CREATE TABLE facet (               -- Which documents have a value in a field: what filters read.
  kind  INTEGER NOT NULL,
  chunk INTEGER NOT NULL,          -- Document number >> 16.
  field TEXT NOT NULL,             -- status, category, tag, created and updated (days) …; '' with value '' holds every document.
  value TEXT NOT NULL,             -- Folded.
  data  BLOB NOT NULL,             -- The set of the numbers' low 16 bits: an array or a bitmap.
  PRIMARY KEY (kind, chunk, field, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_length (        -- Average lengths in words of the fields that are not empty, which new impacts are computed with; frozen until a rebuild.
  kind     INTEGER PRIMARY KEY,
  question REAL NOT NULL,
  answer   REAL NOT NULL,
  docs     INTEGER NOT NULL        -- Documents that they were averaged over.
) STRICT;

CREATE TABLE index_seen (          -- Items of a kind above this id are new: not indexed, and not in the queue.
  kind    INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL
) STRICT;
INSERT INTO index_seen VALUES (1, 0), (2, 0), (3, 0), (4, 0);

CREATE TABLE index_queue (         -- What changed since it was indexed, up to index_seen; the triggers below fill it.
  kind    INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  text    INTEGER NOT NULL,        -- Bit 0: its text changed, or it is gone; else only what filters see. Bit 1: a rebuild covers it.
  PRIMARY KEY (kind, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_redo (          -- What was indexed while a rebuild was under way: the rebuild does it again at its end.
  kind    INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  PRIMARY KEY (kind, item_id)
) STRICT, WITHOUT ROWID;

-- A new ticket or article needs no trigger: identifiers are never used twice, so that it is above what index_seen holds.
-- What is inserted a million times a run has no ON CONFLICT DO UPDATE here: SQLite would keep a journal for each of the statements.
CREATE TRIGGER ticket_text AFTER UPDATE OF subject, language ON ticket WHEN new.id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, new.id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER ticket_facts AFTER UPDATE OF status, priority, queue, channel, type, product, category_id, created_at, updated_at, tags ON ticket WHEN new.id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, new.id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER ticket_gone AFTER DELETE ON ticket WHEN old.id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, old.id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER message_added AFTER INSERT ON message WHEN new.ticket_id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  DELETE FROM index_queue WHERE kind = 1 AND item_id = new.ticket_id;
  INSERT INTO index_queue VALUES (1, new.ticket_id, 1);
END;
CREATE TRIGGER message_changed AFTER UPDATE OF body, ticket_id ON message WHEN new.ticket_id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, new.ticket_id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER message_gone AFTER DELETE ON message WHEN old.ticket_id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, old.ticket_id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;

CREATE TRIGGER article_text AFTER UPDATE OF title, body, language ON article WHEN new.id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER article_facts AFTER UPDATE OF product, phase, category_id, tags, confidence, audience, governance, created_at, updated_at ON article WHEN new.id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER article_gone AFTER DELETE ON article WHEN old.id <= (SELECT item_id FROM index_seen WHERE kind = old.kind) BEGIN
  INSERT INTO index_queue VALUES (old.kind, old.id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER phrasing_added AFTER INSERT ON phrasing WHEN new.origin = 'author' BEGIN
  INSERT INTO index_queue SELECT kind, id, 1 FROM article a WHERE id = new.article_id
    AND id <= (SELECT item_id FROM index_seen WHERE kind = a.kind) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER phrasing_changed AFTER UPDATE OF text ON phrasing WHEN new.origin = 'author' BEGIN
  INSERT INTO index_queue SELECT kind, id, 1 FROM article a WHERE id = new.article_id
    AND id <= (SELECT item_id FROM index_seen WHERE kind = a.kind) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER phrasing_gone AFTER DELETE ON phrasing WHEN old.origin = 'author' BEGIN
  INSERT INTO index_queue SELECT kind, id, 1 FROM article a WHERE id = old.article_id
    AND id <= (SELECT item_id FROM index_seen WHERE kind = a.kind) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER case_story_added AFTER INSERT ON case_story WHEN new.article_id <= (SELECT item_id FROM index_seen WHERE kind = 3) BEGIN
  INSERT INTO index_queue VALUES (3, new.article_id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER case_story_changed AFTER UPDATE ON case_story WHEN new.article_id <= (SELECT item_id FROM index_seen WHERE kind = 3) BEGIN
  INSERT INTO index_queue VALUES (3, new.article_id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER attempt_added AFTER INSERT ON attempt WHEN new.article_id <= (SELECT item_id FROM index_seen WHERE kind = 3) BEGIN
  INSERT INTO index_queue VALUES (3, new.article_id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;
CREATE TRIGGER attempt_gone AFTER DELETE ON attempt WHEN old.article_id <= (SELECT item_id FROM index_seen WHERE kind = 3) BEGIN
  INSERT INTO index_queue VALUES (3, old.article_id, 1) ON CONFLICT DO UPDATE SET text = 1;
END;

CREATE TRIGGER label_added AFTER INSERT ON label WHEN new.item_id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER label_changed AFTER UPDATE ON label WHEN new.item_id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER label_gone AFTER DELETE ON label WHEN old.item_id <= (SELECT item_id FROM index_seen WHERE kind = old.kind) BEGIN
  INSERT INTO index_queue VALUES (old.kind, old.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER category_moved AFTER UPDATE OF path ON category WHEN new.path <> old.path BEGIN
  INSERT INTO index_queue SELECT 1, id, 0 FROM ticket WHERE category_id = new.id
    AND id <= (SELECT item_id FROM index_seen WHERE kind = 1) ON CONFLICT DO UPDATE SET text = text & 1;
  INSERT INTO index_queue SELECT kind, id, 0 FROM article a WHERE category_id = new.id
    AND id <= (SELECT item_id FROM index_seen WHERE kind = a.kind) ON CONFLICT DO UPDATE SET text = text & 1;
  INSERT INTO index_queue SELECT kind, item_id, 0 FROM label l WHERE category_id = new.id
    AND item_id <= (SELECT item_id FROM index_seen WHERE kind = l.kind) ON CONFLICT DO UPDATE SET text = text & 1;
END;
