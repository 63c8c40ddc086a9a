CREATE TABLE authors (id integer NOT NULL PRIMARY KEY, name varchar(20) NOT NULL);
CREATE TABLE books (
    id integer NOT NULL PRIMARY KEY,
    author_id integer NOT NULL,
    CONSTRAINT books_author FOREIGN KEY (author_id) REFERENCES authors (id)
);
CREATE TABLE log_lines (
    line varchar(20) NOT NULL,
    author_id integer NOT NULL,
    CONSTRAINT log_author FOREIGN KEY (author_id) REFERENCES authors (id)
);
CREATE TABLE rooms (id integer NOT NULL PRIMARY KEY);
CREATE TABLE shelves (
    id integer NOT NULL PRIMARY KEY,
    a_b integer,
    c_20_t4 integer,
    self integer,
    CONSTRAINT shelves_a FOREIGN KEY (a_b) REFERENCES rooms (id),
    CONSTRAINT shelves_c FOREIGN KEY (c_20_t4) REFERENCES rooms (id),
    CONSTRAINT shelves_self FOREIGN KEY (self) REFERENCES rooms (id)
);
