INSERT INTO "🔥" (id, "🔥", "→", "-", "日本語") VALUES (1, 'a', 'b', 'c', 'd');
