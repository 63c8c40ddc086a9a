INSERT INTO place (x, y) VALUES (1, 2), (2, 1), (3, 3);
INSERT INTO pin (id, px, py) VALUES (1, 1, 2), (2, 1, 2), (3, 3, 3);
