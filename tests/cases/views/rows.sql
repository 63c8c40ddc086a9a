INSERT INTO customer (id, name, active) VALUES (1, 'Ada', TRUE), (2, 'Bob', FALSE);
INSERT INTO purchase (id, customer_id, number) VALUES (1, 1, 'A'), (2, 1, 'B'), (3, 2, 'C');
