CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE date_time (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, parent_id int, FOREIGN KEY (parent_id) REFERENCES date_time (id));
CREATE TABLE string (code char(2) NOT NULL PRIMARY KEY, date_time_id int NOT NULL, meta json NOT NULL, FOREIGN KEY (date_time_id) REFERENCES date_time (id));
CREATE TABLE log (date_time_id int NOT NULL, string_code char(2) NOT NULL, meta json, PRIMARY KEY (date_time_id, string_code),
  FOREIGN KEY (date_time_id) REFERENCES date_time (id), FOREIGN KEY (string_code) REFERENCES string (code));
