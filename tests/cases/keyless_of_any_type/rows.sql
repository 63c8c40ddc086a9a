INSERT INTO floats VALUES (1.5), (-0.25);
INSERT INTO exact_numbers VALUES (12345678901234567890.1234), (0.5);
INSERT INTO lists VALUES ('{1,2}', '{a,NULL}'), ('{}', NULL);
INSERT INTO addresses VALUES ('10.0.0.1', '10.0.0.0/8'), (NULL, '192.168.0.0/16');
INSERT INTO moods VALUES ('good', 'bad'), ('bad', NULL);
