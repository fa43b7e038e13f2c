-- Step 3: that an article was checked, which does not change it.

CREATE TABLE review (              -- A check of an article.
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  ok         INTEGER NOT NULL,     -- 1: it holds; 0: it does not.
  note       TEXT NOT NULL DEFAULT '',
  next       INTEGER,              -- When it is to be checked again, where the reviewer said so.
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL
) STRICT;
CREATE INDEX review_article ON review (article_id, at);
