INSERT INTO grant_rule (id, scope) VALUES (1, 'self'), (2, 'team');
