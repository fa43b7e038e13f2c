-- version 4
-- What rules and models say a thing is: made anew by `ckm classify apply`.

DROP TABLE IF EXISTS prediction; -- And its triggers.
DROP TABLE IF EXISTS doubt;
DROP TABLE IF EXISTS judge_seen;
DROP TABLE IF EXISTS judge_queue;
DROP TRIGGER IF EXISTS judge_ticket;
DROP TRIGGER IF EXISTS judge_message_added;
DROP TRIGGER IF EXISTS judge_message_changed;
DROP TRIGGER IF EXISTS judge_message_gone;
DROP TRIGGER IF EXISTS judge_article;
DROP TRIGGER IF EXISTS judge_phrasing_added;
DROP TRIGGER IF EXISTS judge_phrasing_gone;
DROP TRIGGER IF EXISTS judge_label_added;
DROP TRIGGER IF EXISTS judge_label_gone;
DROP TRIGGER IF EXISTS judge_value_added;
DROP TRIGGER IF EXISTS judge_value_gone;
DROP TRIGGER IF EXISTS said_value_added;
DROP TRIGGER IF EXISTS said_value_gone;
DELETE FROM meta WHERE name = 'judged_with';

CREATE TABLE prediction (
  kind        INTEGER NOT NULL,
  item_id     INTEGER NOT NULL,
  field       TEXT NOT NULL,       -- category, queue, …
  category_id INTEGER REFERENCES category (id) ON DELETE CASCADE, -- For the field category, else NULL.
  value       TEXT NOT NULL DEFAULT '', -- For the other fields.
  origin      TEXT NOT NULL CHECK (origin IN ('rule', 'model')), -- A rule counts above a model.
  confidence  REAL NOT NULL,       -- 1 for a rule; of a model how probable it is that it is right.
  reason      TEXT NOT NULL,       -- What fired, or what else it may be, as JSON.
  PRIMARY KEY (kind, item_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_category ON prediction (category_id, origin) WHERE category_id IS NOT NULL;

CREATE TABLE doubt (               -- What a model would say, but is not sure enough to: it counts nowhere. `ckm classify review` asks people.
  kind        INTEGER NOT NULL,
  item_id     INTEGER NOT NULL,
  field       TEXT NOT NULL,
  category_id INTEGER REFERENCES category (id) ON DELETE CASCADE, -- NULL of category too, where it has no idea.
  value       TEXT NOT NULL DEFAULT '',
  confidence  REAL NOT NULL,
  reason      TEXT NOT NULL,
  PRIMARY KEY (kind, item_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX doubt_category ON doubt (category_id) WHERE category_id IS NOT NULL;

CREATE TABLE judge_seen (          -- Items of a kind above this id have not been judged yet.
  kind    INTEGER PRIMARY KEY,
  item_id INTEGER NOT NULL
) STRICT;
INSERT INTO judge_seen VALUES (1, 0), (2, 0);

CREATE TABLE judge_queue (         -- What changed since it was judged, up to judge_seen; the triggers below fill it.
  kind    INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  PRIMARY KEY (kind, item_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER prediction_added AFTER INSERT ON prediction WHEN new.item_id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER prediction_changed AFTER UPDATE OF category_id, value ON prediction WHEN new.item_id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER prediction_gone AFTER DELETE ON prediction WHEN old.item_id <= (SELECT item_id FROM index_seen WHERE kind = old.kind) BEGIN
  INSERT INTO index_queue VALUES (old.kind, old.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;

-- No INSERT OR IGNORE: what sets a trigger off may be an INSERT OR FAIL, whose word counts in the trigger too.
CREATE TRIGGER judge_ticket AFTER UPDATE OF subject, category_id, queue, priority, language, product, tags ON ticket WHEN new.id <= (SELECT item_id FROM judge_seen WHERE kind = 1) BEGIN
  INSERT INTO judge_queue SELECT 1, new.id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 1 AND item_id = new.id);
END;
CREATE TRIGGER judge_message_added AFTER INSERT ON message WHEN new.ticket_id <= (SELECT item_id FROM judge_seen WHERE kind = 1) BEGIN
  INSERT INTO judge_queue SELECT 1, new.ticket_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 1 AND item_id = new.ticket_id);
END;
CREATE TRIGGER judge_message_changed AFTER UPDATE OF body, role, internal, ticket_id ON message WHEN new.ticket_id <= (SELECT item_id FROM judge_seen WHERE kind = 1) BEGIN
  INSERT INTO judge_queue SELECT 1, new.ticket_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 1 AND item_id = new.ticket_id);
END;
CREATE TRIGGER judge_message_gone AFTER DELETE ON message WHEN old.ticket_id <= (SELECT item_id FROM judge_seen WHERE kind = 1) BEGIN
  INSERT INTO judge_queue SELECT 1, old.ticket_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 1 AND item_id = old.ticket_id);
END;
CREATE TRIGGER judge_article AFTER UPDATE OF title, body, category_id, language, product, phase, tags ON article WHEN new.id <= (SELECT item_id FROM judge_seen WHERE kind = new.kind) BEGIN
  INSERT INTO judge_queue SELECT new.kind, new.id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = new.kind AND item_id = new.id);
END;
CREATE TRIGGER judge_phrasing_added AFTER INSERT ON phrasing WHEN new.origin = 'author' AND new.article_id <= (SELECT item_id FROM judge_seen WHERE kind = 2) BEGIN
  INSERT INTO judge_queue SELECT kind, id FROM article WHERE id = new.article_id AND kind = 2 AND NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 2 AND item_id = new.article_id);
END;
CREATE TRIGGER judge_phrasing_gone AFTER DELETE ON phrasing WHEN old.origin = 'author' AND old.article_id <= (SELECT item_id FROM judge_seen WHERE kind = 2) BEGIN
  INSERT INTO judge_queue SELECT kind, id FROM article WHERE id = old.article_id AND kind = 2 AND NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 2 AND item_id = old.article_id);
END;
CREATE TRIGGER judge_label_added AFTER INSERT ON label WHEN new.item_id <= (SELECT item_id FROM judge_seen WHERE kind = new.kind) BEGIN
  INSERT INTO judge_queue SELECT new.kind, new.item_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = new.kind AND item_id = new.item_id);
END;
CREATE TRIGGER judge_label_gone AFTER DELETE ON label WHEN old.item_id <= (SELECT item_id FROM judge_seen WHERE kind = old.kind) BEGIN
  INSERT INTO judge_queue SELECT old.kind, old.item_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = old.kind AND item_id = old.item_id);
END;
CREATE TRIGGER judge_value_added AFTER INSERT ON said_value WHEN new.ticket_id <= (SELECT item_id FROM judge_seen WHERE kind = 1) BEGIN
  INSERT INTO judge_queue SELECT 1, new.ticket_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 1 AND item_id = new.ticket_id);
END;
CREATE TRIGGER judge_value_gone AFTER DELETE ON said_value WHEN old.ticket_id <= (SELECT item_id FROM judge_seen WHERE kind = 1) BEGIN
  INSERT INTO judge_queue SELECT 1, old.ticket_id WHERE NOT EXISTS (SELECT 1 FROM judge_queue WHERE kind = 1 AND item_id = old.ticket_id);
END;
-- What a person says of a ticket's field is what filters see.
CREATE TRIGGER said_value_added AFTER INSERT ON said_value WHEN new.ticket_id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, new.ticket_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER said_value_gone AFTER DELETE ON said_value WHEN old.ticket_id <= (SELECT item_id FROM index_seen WHERE kind = 1) BEGIN
  INSERT INTO index_queue VALUES (1, old.ticket_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
