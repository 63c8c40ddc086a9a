CREATE TABLE member (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE post (id integer PRIMARY KEY AUTOINCREMENT, author_id bigint NOT NULL, body text,
  CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES member (id));
CREATE TABLE post_like (post_id bigint NOT NULL, member_id bigint NOT NULL, PRIMARY KEY (post_id, member_id),
  CONSTRAINT post_like_post FOREIGN KEY (post_id) REFERENCES post (id) ON DELETE CASCADE,
  CONSTRAINT post_like_member FOREIGN KEY (member_id) REFERENCES member (id) ON DELETE CASCADE);
