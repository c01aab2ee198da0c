ALTER TABLE papers DROP COLUMN citations;
