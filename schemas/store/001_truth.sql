-- Step 1: what a team knows. ckm-store(5) describes it for people; SQL may read it, only ckm should write it.
-- Times are seconds since 1970-01-01 UTC. Kinds: 1 ticket, 2 faq, 3 case, 4 document, 5 category, 6 person, 7 customer, 8 purchase, 9 link, 10 use, 11 feedback.

CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,  -- created_at, …
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- History ------------------------------------------------------------------------------------------------------------

CREATE TABLE change (              -- One changeset: all that one command changed.
  id      INTEGER PRIMARY KEY,     -- Number in this file; other copies of the file may count differently.
  digest  BLOB UNIQUE,             -- SHA-256 of its header, its parents and its entries' digests; NULL while an import runs.
  at      INTEGER NOT NULL,        -- When it was made.
  actor   TEXT NOT NULL,           -- Who made it.
  command TEXT NOT NULL,           -- The command, such as import or rm.
  message TEXT NOT NULL DEFAULT '' -- Why, in the actor's words.
) STRICT;

CREATE TABLE change_parent (       -- The changesets that a changeset follows. Two copies can be merged: a graph, not a line.
  change_id INTEGER NOT NULL REFERENCES change (id),
  parent    BLOB NOT NULL,         -- Their digests.
  PRIMARY KEY (change_id, parent)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_parent_of ON change_parent (parent);

CREATE TABLE change_entry (        -- What a changeset did to one thing.
  change_id INTEGER NOT NULL REFERENCES change (id),
  seq       INTEGER NOT NULL,      -- Order within the changeset, from 1.
  kind      INTEGER NOT NULL,      -- Kind of the thing.
  uid       TEXT NOT NULL,         -- The thing.
  op        TEXT NOT NULL CHECK (op IN ('add', 'change', 'remove', 'label')),
  salt      TEXT NOT NULL,         -- 32 random hexadecimal digits before the snapshot in the digest, so that forgotten content can't be guessed.
  digest    BLOB NOT NULL,         -- SHA-256 of op, kind, uid, salt and snapshot.
  snapshot  TEXT,                  -- The thing after it, as JSON; before it for 'remove'; NULL once forgotten.
  PRIMARY KEY (change_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_entry_uid ON change_entry (uid, change_id);

-- Where things come from ---------------------------------------------------------------------------------------------

CREATE TABLE source (              -- A system or file family that records come from.
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE        -- local for what was made in this file.
) STRICT;

CREATE TABLE run (                 -- One import.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  change_id   INTEGER REFERENCES change (id), -- Its changeset; NULL while it has changed nothing.
  source_id   INTEGER NOT NULL REFERENCES source (id),
  kind        INTEGER NOT NULL,    -- What was imported.
  format      TEXT NOT NULL,       -- csv, json, …
  input       TEXT NOT NULL,       -- The file's name as it was given; - for standard input.
  state       TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone')), -- running: under way, or killed before its end.
  process     TEXT NOT NULL DEFAULT '', -- Which process is at it: boot, number and start, to tell a live one from a killed one.
  started_at  INTEGER NOT NULL,
  finished_at INTEGER,
  added       INTEGER NOT NULL DEFAULT 0,
  changed     INTEGER NOT NULL DEFAULT 0,
  unchanged   INTEGER NOT NULL DEFAULT 0,
  rejected    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE run_file (            -- The file that a run read, where it was asked to note it (import --since-last).
  run_id INTEGER NOT NULL REFERENCES run (id),
  path   TEXT NOT NULL,            -- Absolute.
  size   INTEGER NOT NULL,         -- Bytes.
  hash   BLOB NOT NULL,            -- BLAKE2b, 16 bytes, of all of them.
  told   TEXT NOT NULL,            -- What the command said of how to read it: source, kind, format, columns, sheet and map.
  PRIMARY KEY (run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_file_path ON run_file (path);

CREATE TABLE run_before (          -- Things as they were before a run changed them: what undo restores.
  run_id       INTEGER NOT NULL REFERENCES run (id),
  kind         INTEGER NOT NULL,
  item_id      INTEGER NOT NULL,
  snapshot     TEXT,               -- The thing as JSON, of tickets and articles as export writes them; NULL for an article of which only imported and base changed.
  previous_run INTEGER NOT NULL,   -- The run that had written it last.
  hash         BLOB NOT NULL,      -- Its hash: of what the source said, which may have been tidied since; empty for none.
  imported     BLOB,               -- Of an article, as there.
  base         TEXT,               -- Of an article, as there.
  after        BLOB,               -- Of an article, the hash that the run left: another one was edited since.
  PRIMARY KEY (run_id, kind, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_filled (          -- Names and addresses of people and customers that were empty before a run filled them in.
  run_id  INTEGER NOT NULL REFERENCES run (id),
  kind    INTEGER NOT NULL,        -- Person or customer.
  item_id INTEGER NOT NULL,
  name    TEXT NOT NULL,           -- What was filled in; empty: the name was not.
  email   TEXT NOT NULL,           -- The same of the address.
  organisation_id INTEGER,         -- The organisation that a customer was given; NULL for none.
  PRIMARY KEY (run_id, kind, item_id)
) STRICT, WITHOUT ROWID;

-- People -------------------------------------------------------------------------------------------------------------

CREATE TABLE person (              -- Somebody of the team.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uid         TEXT NOT NULL UNIQUE,
  source_id   INTEGER NOT NULL REFERENCES source (id),
  external_id TEXT NOT NULL,       -- The source's identifier; ~ and the address or name where it has none.
  name        TEXT NOT NULL DEFAULT '',
  email       TEXT NOT NULL DEFAULT '',
  team        TEXT NOT NULL DEFAULT '',
  skills      TEXT NOT NULL DEFAULT '[]', -- Declared by themselves: a JSON array.
  extra       TEXT,                -- What no column takes, as a JSON object.
  updated_at  INTEGER,             -- When its own record was changed, as far as that says it.
  hash        BLOB,                -- BLAKE2b, 16 bytes, of what a record of their own said; NULL: others name them only.
  added_run   INTEGER NOT NULL DEFAULT 0, -- The import that added them, 0 for none.
  changed_run INTEGER NOT NULL DEFAULT 0, -- The import whose record was written last, 0 for none.
  UNIQUE (source_id, external_id)
) STRICT;

CREATE TABLE customer (            -- Somebody who asks: a person or an organisation.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uid         TEXT NOT NULL UNIQUE,
  source_id   INTEGER NOT NULL REFERENCES source (id),
  external_id TEXT NOT NULL,       -- As in person; that of an organisation begins with org: and goes on with its source's.
  name        TEXT NOT NULL DEFAULT '',
  email       TEXT NOT NULL DEFAULT '',
  phone       TEXT NOT NULL DEFAULT '',
  tier        TEXT NOT NULL DEFAULT '',
  region      TEXT NOT NULL DEFAULT '',
  organisation_id INTEGER REFERENCES customer (id), -- The organisation that a person belongs to.
  merged_into INTEGER REFERENCES customer (id),     -- The same customer's other entry, which counts.
  extra       TEXT,
  updated_at  INTEGER,             -- When its own record was changed, as far as that says it.
  hash        BLOB,                -- As in person.
  added_run   INTEGER NOT NULL DEFAULT 0,
  changed_run INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source_id, external_id)
) STRICT;
CREATE INDEX customer_organisation ON customer (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE purchase (            -- What a customer bought.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id   INTEGER NOT NULL REFERENCES source (id),
  external_id TEXT NOT NULL,
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  at          INTEGER NOT NULL,
  product     TEXT NOT NULL DEFAULT '',
  quantity    REAL NOT NULL DEFAULT 1,
  amount      REAL NOT NULL DEFAULT 0, -- In the currency's main unit.
  currency    TEXT NOT NULL DEFAULT '',-- ISO 4217.
  extra       TEXT,
  updated_at  INTEGER,             -- When its own record was changed, as far as that says it.
  hash        BLOB,                -- As in person.
  added_run   INTEGER NOT NULL DEFAULT 0,
  changed_run INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source_id, external_id)
) STRICT;
CREATE INDEX purchase_customer ON purchase (customer_id, at);

-- Categories ---------------------------------------------------------------------------------------------------------

CREATE TABLE category (            -- A node of the tree.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uid         TEXT NOT NULL UNIQUE,
  parent_id   INTEGER REFERENCES category (id), -- NULL at the top.
  name        TEXT NOT NULL,       -- One step of a path such as billing/refund; holds no /.
  path        TEXT NOT NULL UNIQUE,-- The whole path; kept in step with name and parent_id.
  position    INTEGER NOT NULL DEFAULT 0, -- Order of the rules: lower first.
  title       TEXT NOT NULL DEFAULT '', -- What people are shown.
  description TEXT NOT NULL DEFAULT '',
  owner_id    INTEGER REFERENCES person (id),
  review_days INTEGER,             -- How often its articles are to be checked.
  rule        TEXT,                -- What puts a text here: {any, all, regex} as JSON.
  added_run   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX category_parent ON category (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX category_owner ON category (owner_id) WHERE owner_id IS NOT NULL;

-- Tickets ------------------------------------------------------------------------------------------------------------

CREATE TABLE ticket (              -- A customer's request.
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id    INTEGER NOT NULL REFERENCES source (id),
  external_id  TEXT NOT NULL,      -- The source's identifier; ~, a content hash and which of its repeats where it has none.
  internal_id  TEXT NOT NULL DEFAULT '', -- By which the source's other records name it, where that is another one.
  subject      TEXT NOT NULL DEFAULT '',
  status       TEXT NOT NULL DEFAULT '',
  priority     TEXT NOT NULL DEFAULT '',
  queue        TEXT NOT NULL DEFAULT '',
  channel      TEXT NOT NULL DEFAULT '',
  type         TEXT NOT NULL DEFAULT '',
  product      TEXT NOT NULL DEFAULT '',
  language     TEXT NOT NULL DEFAULT '', -- As the source says it.
  category_id  INTEGER REFERENCES category (id), -- As the source says it; a label by a person counts above it.
  requester_id INTEGER REFERENCES customer (id),
  assignee_id  INTEGER REFERENCES person (id),
  created_at   INTEGER,
  updated_at   INTEGER,
  resolved_at  INTEGER,
  tags         TEXT NOT NULL DEFAULT '[]', -- A JSON array.
  extra        TEXT,               -- The source's other columns, as a JSON object.
  raw          TEXT,               -- Texts as they came where a repair changed them, as a JSON object by their names: subject, tags.0; else NULL.
  hash         BLOB NOT NULL,      -- BLAKE2b, 16 bytes, of all that the source said: equal means unchanged.
  added_run    INTEGER NOT NULL,   -- The import that added it.
  changed_run  INTEGER NOT NULL,   -- The import that wrote it last.
  UNIQUE (source_id, external_id)
) STRICT;
CREATE INDEX ticket_requester ON ticket (requester_id) WHERE requester_id IS NOT NULL;
CREATE INDEX ticket_assignee ON ticket (assignee_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_internal ON ticket (internal_id, source_id) WHERE internal_id <> '';
CREATE INDEX ticket_category ON ticket (category_id) WHERE category_id IS NOT NULL;

CREATE TABLE message (             -- What was said about a ticket, in order.
  ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  seq       INTEGER NOT NULL,      -- From 0.
  external_id TEXT NOT NULL DEFAULT '', -- The source's identifier, such as a Message-ID; empty where it has none.
  role      INTEGER NOT NULL,      -- 1 customer, 2 agent, 3 system.
  author    TEXT NOT NULL DEFAULT '', -- As the source names them; empty: the requester or the assignee.
  at        INTEGER,
  internal  INTEGER NOT NULL DEFAULT 0, -- 1: a note that the customer did not see.
  body      TEXT NOT NULL,
  raw       TEXT,                  -- The body as it came, where something changed it; else NULL.
  extra     TEXT,                  -- As in ticket: a mail's recipients and attachments.
  apart     INTEGER NOT NULL DEFAULT 0, -- 1: it came by itself, so that a new version of its ticket keeps it.
  PRIMARY KEY (ticket_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_external ON message (external_id) WHERE external_id <> '';

-- Articles -----------------------------------------------------------------------------------------------------------

CREATE TABLE article (             -- FAQ, cases and documents.
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uid         TEXT NOT NULL UNIQUE,-- 32 hexadecimal digits; survives export, import and merge.
  kind        INTEGER NOT NULL CHECK (kind IN (2, 3, 4)),
  source_id   INTEGER NOT NULL REFERENCES source (id),
  external_id TEXT NOT NULL,       -- As in ticket; the uid for what was made here.
  title       TEXT NOT NULL,       -- The question of a FAQ.
  body        TEXT NOT NULL DEFAULT '', -- Markdown: the answer of a FAQ, the text of a document.
  language    TEXT NOT NULL DEFAULT '',
  product     TEXT NOT NULL DEFAULT '',
  phase       TEXT NOT NULL DEFAULT '', -- pre-sale, sale or after-sale.
  category_id INTEGER REFERENCES category (id),
  tags        TEXT NOT NULL DEFAULT '[]',
  confidence  TEXT NOT NULL DEFAULT 'validated' CHECK (confidence IN ('wip', 'not-validated', 'validated', 'archived')),
  audience    TEXT NOT NULL DEFAULT 'internal' CHECK (audience IN ('internal', 'partner', 'public')),
  governance  TEXT NOT NULL DEFAULT 'open' CHECK (governance IN ('open', 'restricted')),
  valid_from  INTEGER,             -- The span in which a document holds.
  valid_to    INTEGER,
  review_by   INTEGER,             -- When it is to be checked next.
  created_at  INTEGER,
  updated_at  INTEGER,
  extra       TEXT,                -- As in ticket.
  raw         TEXT,                -- Texts as they came where a repair changed them, as a JSON object by their names: body, phrasings.0; else NULL.
  hash        BLOB NOT NULL,       -- As in ticket.
  imported    BLOB,                -- The hash of what its source said last; another than `hash`: edited here since.
  base        TEXT,                -- What its source said last, as JSON, where it was edited here since; else NULL.
  added_run   INTEGER NOT NULL DEFAULT 0, -- The import that added it, 0 for none.
  changed_run INTEGER NOT NULL DEFAULT 0, -- The import that wrote it last, 0 for none.
  UNIQUE (kind, source_id, external_id)
) STRICT;

CREATE INDEX article_category ON article (category_id) WHERE category_id IS NOT NULL;

CREATE TABLE phrasing (            -- Other ways to ask an article's question.
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  seq        INTEGER NOT NULL,
  origin     TEXT NOT NULL CHECK (origin IN ('author', 'learned')), -- learned: a customer's words; internal always.
  text       TEXT NOT NULL,
  use_id     INTEGER,              -- The use that taught it.
  PRIMARY KEY (article_id, origin, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_story (          -- What only a case has.
  article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  situation  TEXT NOT NULL DEFAULT '',
  cause      TEXT NOT NULL DEFAULT '',
  result     TEXT NOT NULL DEFAULT '',
  reaction   TEXT NOT NULL DEFAULT '', -- The customer's.
  reflection TEXT NOT NULL DEFAULT '', -- What the people involved thought.
  next_time  TEXT NOT NULL DEFAULT '', -- What to do if it happens again.
  context    TEXT NOT NULL DEFAULT '{}' -- channel, product, version, tier, mood …, as a JSON object.
) STRICT;

CREATE TABLE attempt (             -- Every method tried in a case, in order, the failed ones too.
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  seq        INTEGER NOT NULL,
  at         INTEGER,
  who        TEXT NOT NULL DEFAULT '',
  method     TEXT NOT NULL,
  why        TEXT NOT NULL DEFAULT '',
  outcome    TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'worked', 'failed', 'partly')),
  PRIMARY KEY (article_id, seq)
) STRICT, WITHOUT ROWID;

-- What people say about things ---------------------------------------------------------------------------------------

CREATE TABLE label (               -- What a person says a thing is. It counts above every source, rule and model.
  kind        INTEGER NOT NULL,
  item_id     INTEGER NOT NULL,
  field       TEXT NOT NULL,       -- category, queue, priority, …
  category_id INTEGER REFERENCES category (id), -- For the field category, else NULL.
  value       TEXT NOT NULL DEFAULT '',         -- For the other fields.
  at          INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  run_id      INTEGER NOT NULL DEFAULT 0,       -- The import that brought it, 0 for none.
  PRIMARY KEY (kind, item_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX label_category ON label (category_id) WHERE category_id IS NOT NULL;

CREATE TABLE link (                -- One thing stands in a relation to another.
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  from_kind INTEGER NOT NULL,
  from_id   INTEGER NOT NULL,
  relation  TEXT NOT NULL,         -- solved-by, duplicate-of, related, supersedes, variant-of, derived-from.
  to_kind   INTEGER NOT NULL,
  to_id     INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  run_id    INTEGER NOT NULL DEFAULT 0, -- The import that said it, 0 for none.
  UNIQUE (from_kind, from_id, relation, to_kind, to_id)
) STRICT;
CREATE INDEX link_to ON link (to_kind, to_id);

CREATE TABLE link_record (         -- What an import said of a link, whose ends may come in a later one.
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES source (id),
  from_text TEXT NOT NULL,         -- A reference, or an identifier in the source.
  relation  TEXT NOT NULL,         -- As in link.
  to_text   TEXT NOT NULL,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  run_id    INTEGER NOT NULL,      -- The import.
  link_id   INTEGER,               -- The link; NULL, or one that is gone, while an end is missing.
  UNIQUE (source_id, from_text, relation, to_text)
) STRICT;

CREATE TABLE use (                 -- An article was used on a ticket.
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  ticket_id  INTEGER REFERENCES ticket (id) ON DELETE CASCADE,
  solved     INTEGER,              -- 1 it did, 0 it did not, NULL nobody knows.
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL
) STRICT;
CREATE INDEX use_article ON use (article_id);
CREATE INDEX use_ticket ON use (ticket_id);

CREATE TABLE feedback (            -- A reader's verdict on an article.
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  helpful    INTEGER NOT NULL,     -- 1 or 0.
  comment    TEXT NOT NULL DEFAULT '',
  at         INTEGER NOT NULL,
  actor      TEXT NOT NULL
) STRICT;
CREATE INDEX feedback_article ON feedback (article_id);

CREATE TABLE asked (               -- Queries that were really asked.
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  text     TEXT NOT NULL,
  found    INTEGER NOT NULL,       -- Results.
  filtered INTEGER NOT NULL DEFAULT 0, -- 1: filters narrowed it.
  at       INTEGER NOT NULL,
  actor    TEXT NOT NULL
) STRICT;

CREATE TABLE saved_query (         -- Queries by a name of their own, for query @NAME.
  name  TEXT NOT NULL PRIMARY KEY,
  text  TEXT NOT NULL,             -- As it was typed.
  at    INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE judged_set (          -- Queries with what answers them, for ckm eval.
  name  TEXT NOT NULL PRIMARY KEY,
  at    INTEGER NOT NULL,          -- When it was saved.
  actor TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE judged_query (        -- One of a set.
  set_name TEXT NOT NULL REFERENCES judged_set (name),
  seq      INTEGER NOT NULL,       -- From 1, in the order of the file.
  name     TEXT NOT NULL,          -- As its file calls it.
  text     TEXT NOT NULL,
  relevant TEXT NOT NULL,          -- A JSON object: how relevant, above 0, by reference.
  PRIMARY KEY (set_name, seq)
) STRICT, WITHOUT ROWID;
