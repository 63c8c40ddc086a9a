INSERT INTO customer (id, name) VALUES (1, 'Ada');
INSERT INTO purchase (id, customer_id) VALUES (1, 1);
