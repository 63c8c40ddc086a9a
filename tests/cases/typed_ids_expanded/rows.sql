INSERT INTO author (id, name) VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO book (isbn, author_id, sequel_of) VALUES ('A', 1, NULL), ('B', 1, 'A'), ('C', 2, 'A');
INSERT INTO tag (id, name) VALUES (1, 'x'), (2, 'y');
INSERT INTO book_tag (book_isbn, tag_id) VALUES ('A', 1), ('A', 2), ('C', 2);
