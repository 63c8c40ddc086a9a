INSERT INTO visits (id, pages, bytes) VALUES (1, 10, 5000000000), (2, 3, 1);
