INSERT INTO member (id, role, level, score) VALUES (1, 'admin', 'low', 1), (2, 'read-only', 'odd', 200), (3, 'viewer', NULL, 0);
INSERT INTO invitation (id, role) VALUES (1, 'guest');
