CREATE TABLE x (id integer PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "t'); drop table x; --" (id integer PRIMARY KEY AUTOINCREMENT, x_id integer REFERENCES x (id));
CREATE TABLE "it's" (id integer PRIMARY KEY AUTOINCREMENT, "a'b" text, "c""d" text);
CREATE INDEX "ix'" ON "it's" ("a'b", "c""d");
