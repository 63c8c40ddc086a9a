CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);
CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, number varchar(20) NOT NULL UNIQUE, user_id int NOT NULL, buyer int, state varchar(10) NOT NULL, status varchar(10) CHECK (status IN ('old', 'new')),
  FOREIGN KEY (user_id) REFERENCES users (id), FOREIGN KEY (buyer) REFERENCES users (id));
CREATE TABLE products (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE purchase (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, `user` varchar(40), order_id int, FOREIGN KEY (order_id) REFERENCES orders (id));
CREATE TABLE audit_logs (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id int, kind varchar(10) NOT NULL CHECK (kind IN ('made', 'gone')), FOREIGN KEY (user_id) REFERENCES users (id));
CREATE VIEW open_orders AS SELECT id, number AS nr, state FROM orders WHERE state = 'open';
