-- Step 3: that an article was checked, which does not change it; which entry of the history a verdict is;
-- uses that imports bring; and what imports know of what was removed.

CREATE TABLE review (              -- A check of an article.
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uid        TEXT NOT NULL,        -- Its entry's in the history.
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  ok         INTEGER NOT NULL,     -- 1: it holds; 0: it does not.
  note       TEXT NOT NULL DEFAULT '',
  next       INTEGER,              -- When it is to be checked again, where the reviewer said so.
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL
) STRICT;
CREATE INDEX review_article ON review (article_id, at);

ALTER TABLE feedback ADD COLUMN uid TEXT NOT NULL DEFAULT ''; -- Its entry's in the history.
UPDATE feedback SET uid = lower(hex(randomblob(16)));
UPDATE feedback SET uid = said.uid FROM (
  SELECT e.uid, a.id AS article_id, e.snapshot ->> 'helpful' AS helpful, ifnull(e.snapshot ->> 'comment', '') AS comment,
         e.snapshot ->> 'actor' AS actor, unixepoch(e.snapshot ->> 'at') AS at
  FROM change_entry e JOIN article a ON a.uid = e.snapshot ->> 'article' WHERE e.kind = 11 AND e.op = 'add') AS said
  WHERE feedback.article_id = said.article_id AND feedback.helpful = said.helpful AND feedback.comment = said.comment
    AND feedback.actor = said.actor AND feedback.at = said.at;

ALTER TABLE use ADD COLUMN run_id INTEGER NOT NULL DEFAULT 0; -- The import that said it, 0 for none.
ALTER TABLE link_record ADD COLUMN use_id INTEGER; -- The use, where the relation is solved or not-solved; 0: taken back; NULL: an end is missing.

ALTER TABLE removed ADD COLUMN kept TEXT; -- The columns hash, imported (hexadecimal), base, added_run and changed_run that its row had, as a JSON object.
