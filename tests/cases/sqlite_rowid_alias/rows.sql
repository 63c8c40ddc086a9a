INSERT INTO with_autoincrement (note) VALUES ('a'), ('b');
INSERT INTO without_autoincrement (note) VALUES ('a'), ('b');
INSERT INTO int_is_no_alias (id, note) VALUES (5, 'a');
INSERT INTO descending_is_no_alias (id, note) VALUES (5, 'a');
INSERT INTO by_constraint (id, note) VALUES (5, 'a');
INSERT INTO two_columns (a, b) VALUES (1, 1), (1, 2);
INSERT INTO no_rowid (id, note) VALUES (9, 'a');
