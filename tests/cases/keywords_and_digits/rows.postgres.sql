INSERT INTO "match" (id, "type", "gen", "self", "super", "crate", "async", "2fa", "_", "a b", "größe", "userId", "try", "box") VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm');
INSERT INTO "type" (id, "match_id") VALUES (1, 1), (2, NULL);
INSERT INTO "2fa_tokens" (id, "1st") VALUES (1, 'x');
INSERT INTO "größen" (id) VALUES (1);
