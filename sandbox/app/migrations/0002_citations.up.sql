-- Expands only: the version before neither reads nor writes the column and goes on working.
ALTER TABLE papers ADD COLUMN citations integer NOT NULL DEFAULT 0;
