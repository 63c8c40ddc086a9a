INSERT INTO reading (sensor, value) VALUES (1, 10), (2, 20);
INSERT INTO setting (name, value) VALUES ('a', '1'), ('b', NULL);
