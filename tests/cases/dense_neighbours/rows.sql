INSERT INTO authors VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO books VALUES (1, 1), (2, 1);
INSERT INTO log_lines VALUES ('read', 1), ('read', 1), ('left', 2);
INSERT INTO rooms VALUES (1), (2);
INSERT INTO shelves VALUES (1, 1, 2, 1), (2, NULL, 1, NULL);
