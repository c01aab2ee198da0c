DROP TABLE links;
DROP TABLE papers;
DROP TABLE scholars;
