INSERT INTO sample (id) VALUES (1);
INSERT INTO sample (id, i, b, u, r, d, f, n, de, t, v, nv, c, bl, bo, bb, da, dt, ts, j, uu) VALUES (2, 9007199254740993, 2, 3, 1.5, 0.1, 2.5, 12.5, 12.25, 't', 'v', 'nv', 'c', x'00ff', TRUE, FALSE, '2026-01-02', '2026-01-02 03:04:05', '2026-01-02 03:04:05', '{"a":1}', x'67e5504410b1426f9247bb680e5fe0c8');
INSERT INTO strict_sample (id, a, b, c, d) VALUES (1, 1, 'b', x'00', 1.5), (2, 2, NULL, NULL, NULL);
