CREATE TABLE "match" (id integer PRIMARY KEY AUTOINCREMENT, "type" text, "gen" text, "self" text, "super" text, "crate" text, "async" text, "2fa" text, "_" text,
  "a b" text, "größe" text, "userId" text, "try" text, "box" text);
CREATE TABLE "type" (id integer PRIMARY KEY AUTOINCREMENT, "match_id" bigint, CONSTRAINT type_match FOREIGN KEY ("match_id") REFERENCES "match" (id));
CREATE TABLE "self" (id integer PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "super" (id integer PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "gen" (id integer PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "2fa_tokens" (id integer PRIMARY KEY AUTOINCREMENT, "1st" text);
CREATE TABLE "größen" (id integer PRIMARY KEY AUTOINCREMENT);
