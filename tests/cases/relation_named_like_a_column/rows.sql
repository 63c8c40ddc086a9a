INSERT INTO country (id, cities) VALUES (1, 'many');
INSERT INTO city (id, country, country_id, mayor) VALUES (1, 'here', 1, NULL), (2, NULL, 1, 1);
