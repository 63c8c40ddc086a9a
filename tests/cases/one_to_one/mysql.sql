CREATE TABLE member (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE profile (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, member_id bigint NOT NULL UNIQUE, bio text,
  CONSTRAINT profile_member FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE passport (member_id bigint NOT NULL PRIMARY KEY, number varchar(20) NOT NULL,
  CONSTRAINT passport_member FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE locker (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, member_id bigint UNIQUE, CONSTRAINT locker_member FOREIGN KEY (member_id) REFERENCES member (id));
CREATE TABLE place (a bigint NOT NULL, b bigint NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE sign (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, a bigint NOT NULL, b bigint NOT NULL, CONSTRAINT sign_pair UNIQUE (a, b),
  CONSTRAINT sign_place FOREIGN KEY (a, b) REFERENCES place (a, b));
