CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE users (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, email varchar(80) NOT NULL UNIQUE);
CREATE TABLE orders (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, number varchar(20) NOT NULL UNIQUE, user_id integer NOT NULL, buyer integer, state varchar(10) NOT NULL, status varchar(10) CHECK (status IN ('old', 'new')),
  FOREIGN KEY (user_id) REFERENCES users (id), FOREIGN KEY (buyer) REFERENCES users (id));
CREATE TABLE products (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE purchase (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user" varchar(40), order_id integer, FOREIGN KEY (order_id) REFERENCES orders (id));
CREATE TABLE audit_logs (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, user_id integer, kind varchar(10) NOT NULL CHECK (kind IN ('made', 'gone')), FOREIGN KEY (user_id) REFERENCES users (id));
CREATE VIEW open_orders AS SELECT id, number AS nr, state FROM orders WHERE state = 'open';
