INSERT INTO ticket (id, status) VALUES (1, 'new'), (2, 'old');
INSERT INTO subscription (id, status, previous_status) VALUES (1, 'active', NULL), (2, 'closed', 'active');
