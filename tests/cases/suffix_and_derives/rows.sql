INSERT INTO customers (id, name, kind) VALUES (1, 'Ada', 'old');
