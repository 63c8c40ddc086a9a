INSERT INTO account (id, short_code, name, rate) VALUES (1, 'a', 'anna', 1), (2, 'bb', 'bert', 2), (3, 'cccccc', 'carl', 3.5);
INSERT INTO visit (id, account_id, host_id, guest_id, account_code, account_name, rate_id)
VALUES (1, 1, 2, 3, 'a', 'anna', 1), (2, 2, 1, NULL, 'cccccc', 'bert', NULL), (3, 1, NULL, 2, NULL, NULL, 2);
INSERT INTO visit_account (visit_id, account_name) VALUES (1, 'anna'), (1, 'carl'), (3, 'bert');
