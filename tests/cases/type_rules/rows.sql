INSERT INTO purchase (id, email, billing_email, state, meta, score, rank) VALUES
  (1, 'ada@example.org', 'pay@example.org', 'open', '{"gift":true,"notes":["fragile"]}', 0.5, 1.5),
  (2, 'bob@example.org', NULL, 'shipped', '{"gift":false,"notes":[]}', NULL, 0);
INSERT INTO purchase_item (id, purchase_id, meta, score) VALUES (1, 1, '{"any":[1,null]}', 2.5), (2, 1, NULL, NULL), (3, 2, '"text"', NULL);
