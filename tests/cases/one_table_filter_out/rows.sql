INSERT INTO purchase (id, number) VALUES (7, 'A');
INSERT INTO customer (id, name, last_purchase_id) VALUES (1, 'Ada', 7);
