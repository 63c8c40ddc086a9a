INSERT INTO date_time (id, email, parent_id) VALUES (1, 'ada@example.org', NULL), (2, 'bob@example.org', 1);
INSERT INTO string (code, date_time_id, meta) VALUES ('AA', 1, '{"gift":true,"notes":["x"]}'), ('BB', 2, '{"gift":false,"notes":[]}');
INSERT INTO log (date_time_id, string_code, meta) VALUES (1, 'AA', NULL), (1, 'BB', '{"gift":true,"notes":[]}');
