INSERT INTO invoice (id, number) VALUES (1, 'A'), (2, 'B');
INSERT INTO invoice_line (invoice_id, line_no, label) VALUES (1, 1, 'tea'), (1, 2, 'milk'), (2, 1, 'tea');
INSERT INTO shipment (id, invoice_id, line_no) VALUES (1, 1, 2), (2, 1, 2), (3, 2, 1);
