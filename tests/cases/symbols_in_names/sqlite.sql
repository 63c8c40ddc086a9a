CREATE TABLE "🔥" (id integer PRIMARY KEY AUTOINCREMENT, "🔥" text, "→" text, "-" text, "日本語" text);
