INSERT INTO item (id, label) VALUES (1, 'a'), (2, 'b');
INSERT INTO event (id, day, label) VALUES (1, '2026-02-03', 'in'), (1, '2025-02-03', 'rest');
