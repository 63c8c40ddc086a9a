CREATE TABLE post (id integer PRIMARY KEY AUTOINCREMENT, title varchar(40) NOT NULL, parent_id integer, CONSTRAINT post_parent FOREIGN KEY (parent_id) REFERENCES post (id));
CREATE TABLE new_post (id integer PRIMARY KEY AUTOINCREMENT, title varchar(40) NOT NULL);
CREATE TABLE post_constraint (id integer PRIMARY KEY AUTOINCREMENT, title varchar(40) NOT NULL);
CREATE TABLE post_relation (id integer PRIMARY KEY AUTOINCREMENT, post_id integer NOT NULL, CONSTRAINT post_relation_post FOREIGN KEY (post_id) REFERENCES post (id));
CREATE TABLE relation (id integer PRIMARY KEY AUTOINCREMENT, post_id integer NOT NULL, CONSTRAINT relation_post FOREIGN KEY (post_id) REFERENCES post (id));
CREATE TABLE "graph" (id integer PRIMARY KEY AUTOINCREMENT, one integer);
CREATE TABLE connect (id integer PRIMARY KEY AUTOINCREMENT, title varchar(40) NOT NULL);
CREATE TABLE "into" (id integer PRIMARY KEY AUTOINCREMENT, title varchar(40) NOT NULL);
