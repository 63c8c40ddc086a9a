-- Unique indexes that make no column unique, and so no one-to-one.
CREATE TABLE member (id integer PRIMARY KEY);
CREATE TABLE a (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES member (id), org text);
CREATE UNIQUE INDEX ON a (member_id, lower(org));
CREATE TABLE b (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES member (id), gone boolean);
CREATE UNIQUE INDEX ON b (member_id) WHERE NOT gone;
CREATE TABLE c (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES member (id), org text);
CREATE UNIQUE INDEX ON c ((member_id + 0));
CREATE TABLE d (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES member (id), org text);
ALTER TABLE d ADD EXCLUDE USING btree (member_id WITH =) WHERE (org IS NULL);
CREATE TABLE e (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES member (id) DEFERRABLE, UNIQUE (member_id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE f (id integer PRIMARY KEY, member_id integer REFERENCES member (id), UNIQUE NULLS NOT DISTINCT (member_id));
CREATE TABLE g (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES member (id), org text, UNIQUE (member_id) INCLUDE (org));
