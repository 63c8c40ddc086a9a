CREATE TABLE author (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, posts varchar(40));
CREATE TABLE post (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, tenant_id bigint NOT NULL, author_id integer NOT NULL, reviewer_id integer, title varchar(40) NOT NULL, score integer, created_by integer, updated_by integer, deleted_at datetime(6),
  CONSTRAINT post_title UNIQUE (title), CONSTRAINT post_author FOREIGN KEY (author_id) REFERENCES author (id), CONSTRAINT post_reviewer FOREIGN KEY (reviewer_id) REFERENCES author (id));
CREATE TABLE comment (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, tenant_id bigint NOT NULL, post_id integer NOT NULL, parent_id integer, body varchar(40) NOT NULL, weight integer,
  CONSTRAINT comment_post FOREIGN KEY (post_id) REFERENCES post (id), CONSTRAINT comment_parent FOREIGN KEY (parent_id) REFERENCES comment (id));
CREATE TABLE tag (code char(8) NOT NULL, tenant_id bigint NOT NULL, name varchar(40) NOT NULL, PRIMARY KEY (code));
CREATE TABLE post_tag (post_id integer NOT NULL, tag_code char(8) NOT NULL, PRIMARY KEY (post_id, tag_code),
  CONSTRAINT post_tag_post FOREIGN KEY (post_id) REFERENCES post (id), CONSTRAINT post_tag_tag FOREIGN KEY (tag_code) REFERENCES tag (code));
CREATE TABLE seat (line integer NOT NULL, number integer NOT NULL, PRIMARY KEY (line, number));
CREATE TABLE guest (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE guest_seat (guest_id integer NOT NULL, line integer NOT NULL, seat_number integer NOT NULL, PRIMARY KEY (guest_id, line, seat_number),
  CONSTRAINT guest_seat_guest FOREIGN KEY (guest_id) REFERENCES guest (id), CONSTRAINT guest_seat_seat FOREIGN KEY (line, seat_number) REFERENCES seat (line, number));
CREATE VIEW post_list AS SELECT post.tenant_id, post.title FROM post;
