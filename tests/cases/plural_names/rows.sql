INSERT INTO order_items (id, note) VALUES (1, 'a');
INSERT INTO people (id) VALUES (1), (2);
INSERT INTO visits (id, person_id) VALUES (1, 2);
