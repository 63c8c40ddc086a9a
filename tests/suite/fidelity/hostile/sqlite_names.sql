-- Names that a statement put together from text would execute, and quotes of every kind.
CREATE TABLE x (id integer PRIMARY KEY, note text);
INSERT INTO x VALUES (-1, 'still here');
CREATE TABLE "t'); drop table x; --" (id integer PRIMARY KEY, "'); drop table x; --" integer REFERENCES x (id));
CREATE TABLE "t""); drop table x; --" (id integer PRIMARY KEY, [a b] text, `c``d` text, "e""f" text, 'g''h' text);
CREATE TABLE [select] (id integer PRIMARY KEY, [from] integer REFERENCES "t'); drop table x; --", [where] text UNIQUE, [primary] text);
CREATE INDEX "i'); drop table x; --" ON [select] ([primary], [where]);
CREATE VIEW "v'); drop table x; --" AS SELECT id, note FROM x;
CREATE TABLE "sqlite" (id integer PRIMARY KEY, rowid text, oid text, _rowid_ text);
CREATE TABLE "a
b" (id integer PRIMARY KEY, "
" text, "–" text, "" text);
CREATE TABLE "Ünïcode" (id integer PRIMARY KEY, "ünïcode" integer REFERENCES "Ünïcode");
