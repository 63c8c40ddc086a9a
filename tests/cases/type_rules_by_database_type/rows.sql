INSERT INTO host (id, address, name, mood, meta) VALUES (1, '10.0.0.1/8', 'One', 'good', '{"gift":true,"notes":[]}'), (2, '::1', 'two', 'bad', '{"gift":false,"notes":["x"]}');
INSERT INTO visit (id, host_address, nick, mood, meta, own_meta, price) VALUES
  (1, '10.0.0.1/8', 'Nick', 'bad', '[1]', '{"gift":true,"notes":[]}', 12.50), (2, '::1', NULL, NULL, NULL, '{"gift":false,"notes":[]}', NULL);
