-- Characters that cannot be seen, or that turn a line around, in every kind of name and in comments.
CREATE TABLE U&"inv\202Eoice" (id integer PRIMARY KEY, U&"amo\200Bunt" integer, amount integer, U&"\200F" text, U&"\FEFFbom" text, U&"\0001" text);
CREATE TABLE invoice (id integer PRIMARY KEY, U&"ref\2066" integer REFERENCES U&"inv\202Eoice" (id));
CREATE TYPE U&"mo\2067od" AS ENUM ('a', U&'b\2068');
CREATE TABLE mood (id integer PRIMARY KEY, mood U&"mo\2067od" NOT NULL DEFAULT U&'b\2068');
COMMENT ON TABLE invoice IS U&'Pays\202E nothing \2066 at\2069 all.\000D\000Anext\2028line\2029paragraph\0085end';
COMMENT ON COLUMN mood.mood IS U&'\200Bzero \FEFF width \001B[31mred\0007';
COMMENT ON TYPE U&"mo\2067od" IS U&'turned \202Eround';
CREATE VIEW U&"to\200Btals" AS SELECT count(*) AS U&"\202En" FROM invoice;
