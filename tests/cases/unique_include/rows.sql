INSERT INTO member (id, note, email) VALUES (1, 'first', 'ada@example.org'), (2, NULL, 'bob@example.org'), (3, NULL, 'bob@example.org');
INSERT INTO badge (id, member_id, label) VALUES (1, 1, 'gold'), (2, 3, 'gold');
