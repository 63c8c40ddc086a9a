CREATE TABLE customer (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, active boolean NOT NULL);
CREATE TABLE purchase (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id bigint NOT NULL, number varchar(20) NOT NULL,
  CONSTRAINT purchase_customer FOREIGN KEY (customer_id) REFERENCES customer (id));
CREATE VIEW active_customers AS SELECT id, name FROM customer WHERE active;
CREATE VIEW purchase_list AS SELECT p.id AS purchase_id, p.number, c.name AS customer_name FROM purchase p JOIN customer c ON c.id = p.customer_id;
