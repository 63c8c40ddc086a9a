INSERT INTO member (code, name) VALUES ('ada', 'Ada'), ('bob', 'Bob');
INSERT INTO assignment (id, member_code, ended) VALUES (1, 'ada', TRUE), (2, 'ada', TRUE), (3, 'ada', FALSE), (4, 'bob', FALSE);
