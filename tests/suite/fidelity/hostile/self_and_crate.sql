-- Words that no raw identifier can spell, as tables, columns, keys and targets.
CREATE TABLE crate (id integer PRIMARY KEY, self integer, "Self" text, crate text, super text, "SELF" text);
CREATE TABLE self (id integer PRIMARY KEY, crate_id integer REFERENCES crate (id));
CREATE TABLE "Self" (id integer PRIMARY KEY, "self" integer NOT NULL REFERENCES self (id));
CREATE TABLE super (id integer PRIMARY KEY, "Self" integer UNIQUE REFERENCES "Self" (id), super integer REFERENCES super (id));
