CREATE TABLE post (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, title varchar(40) NOT NULL);
CREATE TABLE tag (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL UNIQUE);
CREATE TABLE topic (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE member (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE post_tag (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, post_id bigint NOT NULL, tag_id bigint NOT NULL, CONSTRAINT post_tag_pair UNIQUE (post_id, tag_id),
  CONSTRAINT post_tag_post FOREIGN KEY (post_id) REFERENCES post (id), CONSTRAINT post_tag_tag FOREIGN KEY (tag_id) REFERENCES tag (id));
CREATE TABLE post_topic (post_id bigint NOT NULL, topic_id bigint NOT NULL, PRIMARY KEY (post_id, topic_id),
  CONSTRAINT post_topic_post FOREIGN KEY (post_id) REFERENCES post (id), CONSTRAINT post_topic_topic FOREIGN KEY (topic_id) REFERENCES topic (id));
CREATE TABLE post_editor (post_id bigint NOT NULL, member_id bigint NOT NULL, role varchar(20) NOT NULL, PRIMARY KEY (post_id, member_id),
  CONSTRAINT post_editor_post FOREIGN KEY (post_id) REFERENCES post (id), CONSTRAINT post_editor_member FOREIGN KEY (member_id) REFERENCES member (id));
