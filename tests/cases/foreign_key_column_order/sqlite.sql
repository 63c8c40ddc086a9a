CREATE TABLE place (x bigint NOT NULL, y bigint NOT NULL, PRIMARY KEY (x, y));
CREATE TABLE pin (id integer PRIMARY KEY AUTOINCREMENT, px bigint NOT NULL, py bigint NOT NULL, CONSTRAINT pin_place FOREIGN KEY (py, px) REFERENCES place (y, x));
