INSERT INTO entries VALUES (1, 'low');
INSERT INTO audit.entries VALUES (1, 'first'), (2, 'second');
INSERT INTO types.hidden VALUES (7, NULL);
