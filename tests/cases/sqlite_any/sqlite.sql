CREATE TABLE setting (key PRIMARY KEY, value);
CREATE TABLE override (id INTEGER PRIMARY KEY, setting REFERENCES setting (key), value NOT NULL);
CREATE TABLE strict_any (id INTEGER PRIMARY KEY, value ANY, other ANY NOT NULL) STRICT;
CREATE TABLE unknown (id INTEGER PRIMARY KEY, a STRING, b POINT, c FLOATING POINT, d whatever, e INT64);
CREATE TABLE decimals (id INTEGER PRIMARY KEY, n NUMERIC, d DECIMAL(10, 2) NOT NULL, wide DECIMAL(30, 10), m MONEY, r real(10, 2), doubled NUMERIC GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE pair (a, b TEXT, value, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE VIRTUAL TABLE page USING fts5(title, body, tokenize = 'porter');
CREATE VIEW shown AS SELECT key, value FROM setting;
