-- version 2
-- What finds the entries of uses, verdicts, checks, labels and links by the things that they are about (said_log.hh).

DROP INDEX IF EXISTS change_entry_article;
DROP INDEX IF EXISTS change_entry_ticket;
DROP INDEX IF EXISTS change_entry_from;
DROP INDEX IF EXISTS change_entry_to;

CREATE INDEX change_entry_article ON change_entry (snapshot ->> 'article', change_id) WHERE kind IN (10, 11, 12);
CREATE INDEX change_entry_ticket ON change_entry (snapshot ->> 'id', snapshot ->> 'source', change_id) WHERE kind IN (10, 13);
-- An end of a link is an article by its uid or a ticket by its source and identifier.
CREATE INDEX change_entry_from ON change_entry (ifnull(snapshot ->> '$.from.uid', snapshot ->> '$.from.id'), ifnull(snapshot ->> '$.from.source', ''), change_id) WHERE kind = 9;
CREATE INDEX change_entry_to ON change_entry (ifnull(snapshot ->> '$.to.uid', snapshot ->> '$.to.id'), ifnull(snapshot ->> '$.to.source', ''), change_id) WHERE kind = 9;
