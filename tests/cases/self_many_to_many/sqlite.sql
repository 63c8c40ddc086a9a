CREATE TABLE member (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE follow (follower_id bigint NOT NULL, followee_id bigint NOT NULL, PRIMARY KEY (follower_id, followee_id),
  CONSTRAINT follow_follower FOREIGN KEY (follower_id) REFERENCES member (id),
  CONSTRAINT follow_followee FOREIGN KEY (followee_id) REFERENCES member (id));
