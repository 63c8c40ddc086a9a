CREATE TABLE purchase (id integer PRIMARY KEY AUTOINCREMENT, customer varchar(40) NOT NULL, amount bigint NOT NULL);
CREATE VIEW customer_totals AS SELECT customer, COUNT(*) AS purchases, SUM(amount) AS total, MAX(amount) AS largest, 'x' AS mark FROM purchase GROUP BY customer;
