-- Step 6: changesets without entries are told from those of other copies.

ALTER TABLE change ADD COLUMN salt TEXT NOT NULL DEFAULT ''; -- Of one without entries 32 random hexadecimal digits; '' where it was made before this step.
