INSERT INTO parent (id, name) VALUES (1, 'p'), (2, 'q');
INSERT INTO pair (a, b) VALUES (1, 2), (2, 1);
INSERT INTO child (id, parent_id, a, b) VALUES (1, 2, 1, 2), (2, 2, NULL, NULL), (3, NULL, 2, 1);
