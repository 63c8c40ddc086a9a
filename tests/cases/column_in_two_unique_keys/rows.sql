INSERT INTO seat (id, venue, row_no, num, code) VALUES (1, 1, 1, 1, 'A1'), (2, 1, 1, 2, 'A2'), (3, 2, 1, 1, 'A1'), (4, 2, 2, 1, 'B1');
