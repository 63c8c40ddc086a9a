INSERT INTO user_account (id, a) VALUES (1, 'a');
INSERT INTO "UserAccount" (id, b) VALUES (1, 'b'), (2, 'b');
INSERT INTO "USER_ACCOUNT" (id, c) VALUES (1, 'c'), (2, 'c'), (3, 'c');
INSERT INTO "user-account" (id, d) VALUES (1, 'd');
INSERT INTO user_accounts (id, e) VALUES (1, 'e');
