CREATE TABLE line (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, price bigint NOT NULL, amount bigint NOT NULL, total bigint AS (price * amount) STORED);
