-- Step 10: what was said is found by its name, by what said it, and by the import that brought it.

CREATE INDEX feedback_uid ON feedback (uid);
CREATE INDEX review_uid ON review (uid);
CREATE INDEX use_run ON use (run_id);
CREATE INDEX link_record_use ON link_record (use_id) WHERE use_id IS NOT NULL;
