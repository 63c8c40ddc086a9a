INSERT INTO account (id, email, owner_id, kind, level, is_main, label, deleted_at) VALUES
  (1, 'a@x', 1, 'open', 0, TRUE, 'a', NULL), (2, 'a@x', 1, 'open', 3, FALSE, 'a', '2024-02-29 12:00:00'), (3, 'b@x', 2, 'it''s open', 9, FALSE, NULL, NULL);
