INSERT INTO member (id, name) VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cid');
INSERT INTO document (id, title, created_by, updated_by, approved_by_id) VALUES (1, 'a', 1, 2, NULL), (2, 'b', 1, NULL, 3), (3, 'c', 2, 2, 2);
