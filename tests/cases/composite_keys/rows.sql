INSERT INTO warehouse (country, code, name) VALUES ('DE', 'B1', 'Berlin'), ('DE', 'H1', 'Hamburg'), ('AT', 'B1', 'Bregenz');
INSERT INTO shelf (country, code, number) VALUES ('DE', 'B1', 1), ('DE', 'B1', 2), ('AT', 'B1', 1);
INSERT INTO delivery (id, to_code, to_country, from_code, from_country) VALUES (1, 'B1', 'AT', 'H1', 'DE'), (2, 'B1', 'DE', NULL, NULL), (3, 'B1', 'DE', 'B1', 'AT');
