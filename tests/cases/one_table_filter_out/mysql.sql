CREATE TABLE purchase (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, number varchar(20) NOT NULL);
CREATE TABLE customer (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, last_purchase_id bigint,
  CONSTRAINT customer_purchase FOREIGN KEY (last_purchase_id) REFERENCES purchase (id));
