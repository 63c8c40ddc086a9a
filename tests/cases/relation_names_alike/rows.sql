INSERT INTO users (id, user_id, id_user) VALUES (1, NULL, NULL), (2, 1, NULL), (3, 1, 2);
INSERT INTO logins (id, id_2fa) VALUES (1, 1), (2, 3);
