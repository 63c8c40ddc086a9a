INSERT INTO country (code, name) VALUES ('CH', 'Switzerland'), ('ABC', 'Nowhere'), ('D', 'Germany');
INSERT INTO language (code) VALUES ('de'), ('rm'), ('abcdef');
INSERT INTO city (id, country_code) VALUES (1, 'CH'), (2, 'CH'), (3, 'ABC'), (4, 'D');
INSERT INTO country_language (country_code, language_code) VALUES ('CH', 'de'), ('CH', 'rm'), ('D', 'de'), ('ABC', 'abcdef');
