INSERT INTO users (id, email) VALUES (1, 'ada@example.org'), (2, 'bob@example.org');
INSERT INTO orders (id, number, user_id, buyer, state, status) VALUES (1, 'A-1', 1, 2, 'open', 'new'), (2, 'A-2', 1, NULL, 'sent', NULL);
INSERT INTO products (id, name) VALUES (1, 'Lamp');
INSERT INTO purchase (id, "user", order_id) VALUES (1, 'ada', 1), (2, NULL, NULL);
INSERT INTO audit_logs (id, user_id, kind) VALUES (1, 1, 'made');
