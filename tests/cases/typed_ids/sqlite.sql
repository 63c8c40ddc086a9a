CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE country (code char(2) NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE member (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, country_code char(2) REFERENCES country (code),
  invited_by integer REFERENCES member (id), number integer NOT NULL UNIQUE);
CREATE TABLE profile (member_id integer NOT NULL, bio text NOT NULL, PRIMARY KEY (member_id), FOREIGN KEY (member_id) REFERENCES member (id)) WITHOUT ROWID;
CREATE TABLE badge (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, profile_id integer NOT NULL REFERENCES profile (member_id),
  member_number integer REFERENCES member (number));
CREATE TABLE team (id uuid_text NOT NULL PRIMARY KEY, owner_id integer NOT NULL REFERENCES member (id));
CREATE TABLE team_member (team_id uuid_text NOT NULL REFERENCES team (id), member_id integer NOT NULL REFERENCES member (id), PRIMARY KEY (team_id, member_id));
CREATE TABLE time_entry (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, team_id uuid_text NOT NULL, member_id integer NOT NULL, hours integer NOT NULL,
  corrects_id integer UNIQUE REFERENCES time_entry (id),
  FOREIGN KEY (team_id, member_id) REFERENCES team_member (team_id, member_id));
CREATE VIEW team_owner AS SELECT t.id AS team_id, m.id AS member_id FROM team t JOIN member m ON m.id = t.owner_id;
