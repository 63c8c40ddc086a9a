INSERT INTO member (id, name) VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO profile (id, member_id, bio) VALUES (1, 2, NULL);
INSERT INTO passport (member_id, number) VALUES (1, 'X1'), (2, 'X2');
INSERT INTO locker (id, member_id) VALUES (1, NULL), (2, NULL), (3, 1);
INSERT INTO place (a, b) VALUES (1, 1), (1, 2);
INSERT INTO sign (id, a, b) VALUES (1, 1, 1), (2, 1, 2);
