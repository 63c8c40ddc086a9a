CREATE TABLE member (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE profile (id integer PRIMARY KEY AUTOINCREMENT, member_id bigint NOT NULL UNIQUE, bio text,
  CONSTRAINT profile_member FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE passport (member_id bigint NOT NULL PRIMARY KEY, number varchar(20) NOT NULL,
  CONSTRAINT passport_member FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE locker (id integer PRIMARY KEY AUTOINCREMENT, member_id bigint UNIQUE, CONSTRAINT locker_member FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE place (a bigint NOT NULL, b bigint NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE sign (id integer PRIMARY KEY AUTOINCREMENT, a bigint NOT NULL, b bigint NOT NULL, CONSTRAINT sign_pair UNIQUE (a, b),
  CONSTRAINT sign_place FOREIGN KEY (a, b) REFERENCES place (a, b));
