CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE country (code char(2) NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE member (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, country_code char(2),
  invited_by int, number int NOT NULL UNIQUE, FOREIGN KEY (country_code) REFERENCES country (code), FOREIGN KEY (invited_by) REFERENCES member (id));
CREATE TABLE profile (member_id int NOT NULL PRIMARY KEY, bio text NOT NULL, FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE badge (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, profile_id int NOT NULL, member_number int,
  FOREIGN KEY (profile_id) REFERENCES profile (member_id), FOREIGN KEY (member_number) REFERENCES member (number));
CREATE TABLE team (id binary(16) NOT NULL PRIMARY KEY, owner_id int NOT NULL, FOREIGN KEY (owner_id) REFERENCES member (id));
CREATE TABLE team_member (team_id binary(16) NOT NULL, member_id int NOT NULL, PRIMARY KEY (team_id, member_id),
  FOREIGN KEY (team_id) REFERENCES team (id), FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE time_entry (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, team_id binary(16) NOT NULL, member_id int NOT NULL, hours int NOT NULL,
  corrects_id int UNIQUE, FOREIGN KEY (corrects_id) REFERENCES time_entry (id),
  FOREIGN KEY (team_id, member_id) REFERENCES team_member (team_id, member_id));
CREATE VIEW team_owner AS SELECT t.id AS team_id, m.id AS member_id FROM team t JOIN member m ON m.id = t.owner_id;
