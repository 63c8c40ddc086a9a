INSERT INTO purchase (id, customer, amount) VALUES (1, 'Ada', 10), (2, 'Ada', 20), (3, 'Bob', 5);
REFRESH MATERIALIZED VIEW customer_count;
