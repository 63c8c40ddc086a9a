INSERT INTO orders (id, number, state, legacy) VALUES (1, 'A-1', 'open', 'x'), (2, 'A-2', NULL, NULL);
INSERT INTO old_orders (id, order_id) VALUES (1, 1);
