INSERT INTO account (id, email, nickname) VALUES (1, 'Ada@Example.org', NULL), (2, 'bob@example.org', 'Bob');
