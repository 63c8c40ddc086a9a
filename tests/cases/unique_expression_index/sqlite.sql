CREATE TABLE member (id integer PRIMARY KEY AUTOINCREMENT, email varchar(80) NOT NULL);
CREATE TABLE membership (id integer PRIMARY KEY AUTOINCREMENT, member_id bigint NOT NULL REFERENCES member (id), org varchar(40) NOT NULL);
CREATE UNIQUE INDEX membership_member_org ON membership (member_id, lower(org));
CREATE UNIQUE INDEX member_email ON member (lower(email));
