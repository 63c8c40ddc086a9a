CREATE TABLE line (id integer PRIMARY KEY AUTOINCREMENT, price bigint NOT NULL, amount bigint NOT NULL, total bigint AS (price * amount) STORED);
