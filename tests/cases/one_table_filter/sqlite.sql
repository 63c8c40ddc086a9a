CREATE TABLE customer (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL);
CREATE TABLE purchase (id integer PRIMARY KEY AUTOINCREMENT, customer_id bigint NOT NULL,
  CONSTRAINT purchase_customer FOREIGN KEY (customer_id) REFERENCES customer (id));
