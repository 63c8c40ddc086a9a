CREATE TABLE sighting (place varchar(40), seen bigint);
CREATE TABLE watcher (id bigint NOT NULL PRIMARY KEY, nickname varchar(40));
CREATE VIEW nickname AS SELECT nickname FROM watcher;
