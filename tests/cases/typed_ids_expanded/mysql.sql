CREATE TABLE author (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE book (isbn varchar(13) NOT NULL PRIMARY KEY, author_id bigint NOT NULL, sequel_of varchar(13),
  FOREIGN KEY (author_id) REFERENCES author (id), FOREIGN KEY (sequel_of) REFERENCES book (isbn));
CREATE TABLE tag (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE book_tag (book_isbn varchar(13) NOT NULL, tag_id bigint NOT NULL, PRIMARY KEY (book_isbn, tag_id),
  FOREIGN KEY (book_isbn) REFERENCES book (isbn), FOREIGN KEY (tag_id) REFERENCES tag (id));
