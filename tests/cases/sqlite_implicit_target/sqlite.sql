CREATE TABLE parent (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL);
CREATE TABLE pair (a integer NOT NULL, b integer NOT NULL, PRIMARY KEY (a, b));
CREATE TABLE child (id integer PRIMARY KEY AUTOINCREMENT, parent_id integer REFERENCES parent, a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair);
