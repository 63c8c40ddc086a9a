INSERT INTO member (code, name) VALUES ('ada', 'Ada'), ('bob', 'Bob');
INSERT INTO assignment (id, member_code, ended) VALUES (1, 'ada', TRUE), (2, 'bob', FALSE);
