INSERT INTO sample (id, o, s, a, b, e, note) VALUES (1, 'some', 'a', 'on', 'off', 'e', NULL), (2, NULL, 'a', 'on', NULL, NULL, 'x');
