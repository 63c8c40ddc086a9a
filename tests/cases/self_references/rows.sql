INSERT INTO employee (id, name, manager_id, mentor_id) VALUES (1, 'Ada', NULL, NULL), (2, 'Bob', 1, NULL), (3, 'Cid', 1, 2), (4, 'Dee', 2, 2);
INSERT INTO category (id, name, parent_id) VALUES (1, 'all', NULL), (2, 'tea', 1), (3, 'green', 2);
