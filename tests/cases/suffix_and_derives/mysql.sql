CREATE TABLE customers (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL, kind varchar(10) NOT NULL DEFAULT 'new', CONSTRAINT customers_kind CHECK (kind IN ('new', 'old')));
