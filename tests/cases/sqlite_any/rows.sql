INSERT INTO setting VALUES (1, 'integer key'), (1.5, 2), ('text', 3.5), (x'00ff', x'ff00'), ('', NULL), ('1', 9223372036854775807), (-9223372036854775808, ''), (1e300, x'');
INSERT INTO override VALUES (1, 1, 1), (2, '1', 'text'), (3, x'00ff', x'00'), (4, NULL, 0.1), (5, 1.5, -1);
INSERT INTO strict_any VALUES (1, 1, 1.5), (2, '1', '1'), (3, NULL, x'00'), (4, x'', '');
INSERT INTO unknown VALUES (1, 'abc', 'POINT(1 2)', 1.5, 'text', 9007199254740993), (2, '42', 3, 4, 5, 6), (3, x'00', x'01', 'x', 2.5, NULL), (4, NULL, NULL, NULL, NULL, NULL);
INSERT INTO decimals (id, n, d, wide, m, r) VALUES (1, 12.5, 12.34, 12345.678, 1.1, 5), (2, 5, 5, 5, 5, 5.25), (3, -1, -0.01, 0, 0.1, -7), (4, 1e20, 0, NULL, NULL, NULL), (5, 0.1, 10.00, 99999999999999.5, 3, 0.1);
INSERT INTO pair VALUES (1, 'x', 'a'), (1.5, 'x', 2), ('x', 'y', x'00');
INSERT INTO page VALUES ('One', 'the first page'), ('Two', NULL), ('', 'x');
