CREATE TABLE member (code varchar(40) NOT NULL PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE assignment (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, member_code varchar(40) NOT NULL, ended boolean NOT NULL,
  CONSTRAINT assignment_member FOREIGN KEY (member_code) REFERENCES member (code));
CREATE UNIQUE INDEX assignment_open ON assignment (member_code(10));
