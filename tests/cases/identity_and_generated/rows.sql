INSERT INTO invoice (net) VALUES (10), (20);
INSERT INTO note (code) VALUES ('a'), ('b');
