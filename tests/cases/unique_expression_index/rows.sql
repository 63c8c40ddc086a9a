INSERT INTO member (id, email) VALUES (1, 'ada@example.org'), (2, 'bob@example.org');
INSERT INTO membership (id, member_id, org) VALUES (1, 1, 'Red'), (2, 1, 'Blue'), (3, 2, 'Red');
