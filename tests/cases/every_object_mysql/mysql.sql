-- One of each kind of object that MariaDB knows, and more where they differ.
CREATE TABLE customers (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email varchar(120) NOT NULL UNIQUE COMMENT 'login',
    name varchar(80) NOT NULL,
    tier varchar(10) NOT NULL DEFAULT 'basic',
    loyalty int NOT NULL DEFAULT 0,
    status enum('new', 'old') NOT NULL,
    facts json,
    referrer_id bigint unsigned,
    born year,
    place point,
    initials varchar(1) AS (left(name, 1)) STORED,
    CONSTRAINT customers_tier CHECK (tier IN ('basic', 'gold')),
    CHECK (loyalty >= 0),
    CONSTRAINT customers_referrer FOREIGN KEY (referrer_id) REFERENCES customers (id) ON DELETE SET NULL,
    UNIQUE KEY name_tier (name, tier),
    UNIQUE KEY email_start (email(5), name),
    KEY tier_loyalty (tier, loyalty DESC),
    FULLTEXT KEY words (name)
) COMMENT 'people who buy';
CREATE TABLE orders (
    id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id bigint unsigned NOT NULL,
    status enum('draft', 'done') NOT NULL DEFAULT 'draft',
    total decimal(19,4) NOT NULL,
    FOREIGN KEY (customer_id) REFERENCES customers (id)
);
CREATE TABLE journal (at datetime, line text);

CREATE TABLE visits (at datetime NOT NULL, region int NOT NULL, PRIMARY KEY (at, region))
    PARTITION BY RANGE COLUMNS (at) (
        PARTITION p2025 VALUES LESS THAN ('2026-01-01') COMMENT 'old',
        PARTITION p2026 VALUES LESS THAN ('2027-01-01')
    );
CREATE TABLE hits (day date NOT NULL, n int NOT NULL)
    PARTITION BY RANGE (year(day)) SUBPARTITION BY HASH (n) SUBPARTITIONS 2 (
        PARTITION h2025 VALUES LESS THAN (2026),
        PARTITION h_rest VALUES LESS THAN MAXVALUE
    );

CREATE VIEW order_list AS SELECT o.id, o.status, c.name FROM orders o JOIN customers c ON c.id = o.customer_id;
CREATE VIEW gone AS SELECT line FROM journal;
ALTER TABLE journal RENAME COLUMN line TO text_;

CREATE FUNCTION add_up(a int, b int) RETURNS int DETERMINISTIC RETURN a + b;
CREATE PROCEDURE sweep(IN days int, OUT n int) SELECT count(*) INTO n FROM journal;

CREATE TRIGGER touch BEFORE UPDATE ON customers FOR EACH ROW SET NEW.loyalty = OLD.loyalty + 1;
CREATE TRIGGER `odd ``name` AFTER INSERT ON orders FOR EACH ROW BEGIN INSERT INTO journal (at) VALUES (now()); END;
CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE COMMENT 'sweeps' DO DELETE FROM journal;

/*M! CREATE SEQUENCE invoice_numbers START WITH 1000 INCREMENT BY 10 */;
/*M! CREATE TABLE prices (sku varchar(20) PRIMARY KEY, price decimal(10,2), address inet6, tag uuid) WITH SYSTEM VERSIONING */;
/*M! CREATE SEQUENCE tickets */;
/*M! CREATE TABLE counters (n bigint NOT NULL DEFAULT nextval(tickets) PRIMARY KEY) */;
