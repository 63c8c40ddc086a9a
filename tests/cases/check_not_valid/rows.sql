INSERT INTO jobs VALUES (1, 'open', 'good'), (2, 'done', 'bad');
