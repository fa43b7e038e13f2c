-- version 2
-- What rules and models say a thing is: rebuilt by `ckm classify apply`.

DROP TABLE IF EXISTS prediction; -- And its triggers.

CREATE TABLE prediction (
  kind        INTEGER NOT NULL,
  item_id     INTEGER NOT NULL,
  field       TEXT NOT NULL,       -- category, …
  category_id INTEGER REFERENCES category (id) ON DELETE CASCADE, -- For the field category, else NULL.
  value       TEXT NOT NULL DEFAULT '',
  origin      TEXT NOT NULL CHECK (origin IN ('rule', 'model')), -- A rule counts above a model.
  confidence  REAL NOT NULL,       -- 1 for a rule.
  reason      TEXT NOT NULL,       -- What fired, as JSON.
  PRIMARY KEY (kind, item_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_category ON prediction (category_id) WHERE category_id IS NOT NULL;

CREATE TRIGGER prediction_added AFTER INSERT ON prediction WHEN new.item_id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER prediction_changed AFTER UPDATE OF category_id, value ON prediction WHEN new.item_id <= (SELECT item_id FROM index_seen WHERE kind = new.kind) BEGIN
  INSERT INTO index_queue VALUES (new.kind, new.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
CREATE TRIGGER prediction_gone AFTER DELETE ON prediction WHEN old.item_id <= (SELECT item_id FROM index_seen WHERE kind = old.kind) BEGIN
  INSERT INTO index_queue VALUES (old.kind, old.item_id, 0) ON CONFLICT DO UPDATE SET text = text & 1;
END;
