-- Names that are paths, dots and spaces, and names that one file system takes for another's.
CREATE TABLE ".." (id integer PRIMARY KEY);
CREATE TABLE "." (id integer PRIMARY KEY);
CREATE TABLE " " (id integer PRIMARY KEY);
CREATE TABLE "a/b" (id integer PRIMARY KEY, "c/d" integer REFERENCES ".." (id));
CREATE TABLE "a\b" (id integer PRIMARY KEY);
CREATE TABLE "a.rs" (id integer PRIMARY KEY, "src/lib.rs" text);
CREATE TABLE "a:b" (id integer PRIMARY KEY);
CREATE TABLE "LPT1" (id integer PRIMARY KEY);
CREATE TABLE "Prn" (id integer PRIMARY KEY);
CREATE TABLE "🔥" (id integer PRIMARY KEY, "🔥" integer REFERENCES "🔥" (id), "🔥🔥" text);
CREATE TABLE "straße" (id integer PRIMARY KEY);
CREATE TABLE "STRASSE" (id integer PRIMARY KEY);
CREATE TABLE "2fa" (id integer PRIMARY KEY, "2fa" integer, "1" integer, "3" integer REFERENCES "2fa" (id));
