INSERT INTO sighting (place, seen) VALUES ('pond', 1), (NULL, NULL), ('wood', NULL);
INSERT INTO watcher (id, nickname) VALUES (1, 'Jay'), (2, NULL);
