INSERT INTO customers VALUES (1, 'Ada', 'Ada@X.org', 'happy', 12.50, '1 day'), (2, 'Alan', NULL, 'sad', 0, NULL);
