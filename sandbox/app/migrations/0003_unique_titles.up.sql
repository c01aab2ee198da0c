-- Fails on real data: two papers are called "Editorial". What stands before it must not stay behind.
ALTER TABLE papers ADD COLUMN doi text;
CREATE UNIQUE INDEX papers_title_key ON papers (title);
