CREATE TABLE customers (id integer PRIMARY KEY AUTOINCREMENT, name varchar(40) NOT NULL, kind varchar(10) NOT NULL DEFAULT 'new', CONSTRAINT customers_kind CHECK (kind IN ('new', 'old')));
