INSERT INTO tickets VALUES (1, 'new', 'low'), (2, 'done', 'high'), (3, 'new', 'high');
