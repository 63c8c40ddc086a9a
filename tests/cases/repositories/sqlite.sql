CREATE TABLE team (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL, CONSTRAINT team_name_given UNIQUE (name));
CREATE TABLE member (team_id integer NOT NULL, number integer NOT NULL, email varchar(80) NOT NULL UNIQUE, nick varchar(40), row_version integer NOT NULL, created_at datetime_text NOT NULL, updated_at datetime_text NOT NULL, deleted_at datetime_text,
  PRIMARY KEY (team_id, number), CONSTRAINT member_team FOREIGN KEY (team_id) REFERENCES team (id), CONSTRAINT number_positive CHECK (number > 0));
CREATE INDEX member_nick ON member (nick, created_at);
CREATE TABLE plan (id integer PRIMARY KEY AUTOINCREMENT, title varchar(40) NOT NULL, hours integer NOT NULL DEFAULT 1, minutes integer GENERATED ALWAYS AS (hours * 60) STORED, removed datetime_text, begin_at datetime_text,
  type varchar(10) NOT NULL);
CREATE INDEX plan_begin ON plan (begin_at, title);
CREATE INDEX plan_type ON plan (type, title);
CREATE TABLE note (text varchar(40), author varchar(40));
CREATE INDEX note_author ON note (author);
CREATE VIEW team_size AS SELECT team.name, count(*) AS members FROM team JOIN member ON member.team_id = team.id GROUP BY team.name;
