INSERT INTO person (id, mood, yesterday) VALUES (1, 'sad', NULL), (2, 'very happy', 'ok'), (3, 'ok', 'sad');
