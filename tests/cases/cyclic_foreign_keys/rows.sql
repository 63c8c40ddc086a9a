INSERT INTO site (id, name) VALUES (1, 'one'), (2, 'two');
INSERT INTO site_domain (id, site_id) VALUES (1, 1), (2, 1), (3, 2);
UPDATE site SET preferred_domain_id = 2 WHERE id = 1;
