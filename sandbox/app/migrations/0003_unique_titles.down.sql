DROP INDEX papers_title_key;
ALTER TABLE papers DROP COLUMN doi;
