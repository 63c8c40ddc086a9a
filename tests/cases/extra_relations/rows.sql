INSERT INTO countries (id, code, name) VALUES (1, 'fr', 'France'), (2, 'it', NULL);
INSERT INTO customers (id, name) VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO invoices (id, customer_id, paid_by, country_code, corrects) VALUES (1, 1, 2, 'fr', NULL), (2, 1, 1, 'it', 1), (3, 2, NULL, 'it', NULL);
INSERT INTO prices (product, year, cents) VALUES ('lamp', 2024, 900), ('lamp', 2025, 950);
INSERT INTO invoice_lines (id, product, year) VALUES (1, 'lamp', 2024), (2, 'lamp', NULL);
