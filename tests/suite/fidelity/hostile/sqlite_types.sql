-- Columns of no type or an unknown one, strict tables, virtual tables, and foreign keys without columns.
CREATE TABLE loose (id integer PRIMARY KEY, a, b NOT NULL, c UNIQUE, d whatever, e "odd type (3, 4)", f STRING, g [long text] DEFAULT 'x', h BLOB, i ANY, j BIT(1), k NUMERIC(10, 5), l UNSIGNED, m DATETIME, n TIME, o BOOLEAN DEFAULT 2);
CREATE TABLE tight (id integer PRIMARY KEY, a any, b blob NOT NULL, c text, d real, e int) STRICT;
CREATE TABLE keyed (k text PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE tight_keyed (k any PRIMARY KEY, v any) STRICT, WITHOUT ROWID;
CREATE TABLE pair (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE child (id integer PRIMARY KEY, loose_id REFERENCES loose, k REFERENCES keyed, a, b, self_id integer REFERENCES child, FOREIGN KEY (a, b) REFERENCES pair);
CREATE TABLE "no key" (a, b);
CREATE TABLE made (id integer PRIMARY KEY, a integer, b AS (a * 2), c text AS (a || 'x') STORED, d real AS (a / 2.0) VIRTUAL);
CREATE VIRTUAL TABLE page USING fts5(title, body, tokenize = 'porter');
CREATE VIRTUAL TABLE bare USING fts5(title, content = '');
CREATE VIRTUAL TABLE outside USING fts5(a, content = 'loose', content_rowid = 'id');
CREATE VIEW shown AS SELECT a, b, a || b AS both, typeof(a) AS kind FROM loose;
