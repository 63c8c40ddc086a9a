-- Without RETURNING, SeaORM reads a new row back by its key, so the first column of the table is never NULL here.
INSERT INTO sighting (place, seen) VALUES ('pond', 1), ('wood', NULL);
INSERT INTO watcher (id, nickname) VALUES (1, 'Jay'), (2, NULL);
