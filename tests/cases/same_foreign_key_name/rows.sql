INSERT INTO member (id, name) VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO team (id, name) VALUES (2, 'Red'), (3, 'Blue'), (4, 'Green');
INSERT INTO post (id, owner_id) VALUES (1, 1), (2, 1), (3, 2);
INSERT INTO board (id, owner_id) VALUES (1, 3), (2, 4);
