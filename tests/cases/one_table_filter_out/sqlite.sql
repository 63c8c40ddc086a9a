CREATE TABLE purchase (id integer PRIMARY KEY AUTOINCREMENT, number varchar(20) NOT NULL);
CREATE TABLE customer (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL, last_purchase_id bigint,
  CONSTRAINT customer_purchase FOREIGN KEY (last_purchase_id) REFERENCES purchase (id));
