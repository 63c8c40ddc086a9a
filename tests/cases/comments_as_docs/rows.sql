INSERT INTO customer (id, name, note) VALUES (1, 'Ada', NULL), (2, 'Bob', 'x');
