CREATE TABLE member (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE team (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE post (id integer PRIMARY KEY AUTOINCREMENT, owner_id bigint NOT NULL, CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES member (id));
CREATE TABLE board (id integer PRIMARY KEY AUTOINCREMENT, owner_id bigint NOT NULL, CONSTRAINT fk_owner FOREIGN KEY (owner_id) REFERENCES team (id));
