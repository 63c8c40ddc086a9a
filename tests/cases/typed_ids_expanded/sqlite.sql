CREATE TABLE author (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE book (isbn varchar(13) NOT NULL PRIMARY KEY, author_id bigint NOT NULL REFERENCES author (id), sequel_of varchar(13) REFERENCES book (isbn));
CREATE TABLE tag (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE book_tag (book_isbn varchar(13) NOT NULL REFERENCES book (isbn), tag_id bigint NOT NULL REFERENCES tag (id), PRIMARY KEY (book_isbn, tag_id));
