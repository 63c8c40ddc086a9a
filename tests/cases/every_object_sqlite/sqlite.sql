-- One of each kind of object that SQLite knows, and more where they differ.
CREATE TABLE customers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL COLLATE NOCASE,
    tier TEXT NOT NULL DEFAULT 'basic' CONSTRAINT customers_tier CHECK (tier IN ('basic', 'gold')),
    loyalty INTEGER NOT NULL DEFAULT 0 CHECK (loyalty >= 0),
    referrer_id INTEGER REFERENCES customers (id) ON DELETE SET NULL,
    initials TEXT AS (substr(name, 1, 1)) STORED,
    anything,
    CONSTRAINT name_tier UNIQUE (name, tier),
    CHECK (name <> 'check (' AND "name" <> '/*') -- and not CHECK (this)
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers,
    status TEXT NOT NULL
) STRICT;
CREATE TABLE lines (
    order_id INTEGER REFERENCES Orders,
    line INTEGER,
    elsewhere INTEGER REFERENCES nowhere,
    somewhere INTEGER REFERENCES nowhere (id),
    amiss INTEGER REFERENCES customers (no_such_column),
    pair INTEGER REFERENCES pairs,
    PRIMARY KEY (order_id, line)
) WITHOUT ROWID;
CREATE TABLE pairs (a INTEGER, b INTEGER, PRIMARY KEY (a, b));
CREATE TABLE journal (at TEXT, line);
CREATE UNIQUE INDEX customers_name_lower ON customers (lower(name));
CREATE UNIQUE INDEX orders_customer ON orders (customer_id, status);
CREATE INDEX orders_open ON orders (status DESC) WHERE status <> 'done';

CREATE VIEW order_list AS SELECT o.id, o.status, c.name FROM orders o JOIN customers c ON c.id = o.customer_id;
CREATE TABLE short_lived (x);
CREATE VIEW gone AS SELECT x FROM short_lived;
DROP TABLE short_lived;

CREATE TRIGGER touch AFTER UPDATE ON Customers WHEN old.tier <> new.tier BEGIN UPDATE customers SET loyalty = 0 WHERE id = new.id; END;
CREATE TRIGGER instead INSTEAD OF INSERT ON order_list BEGIN SELECT 1; END;

CREATE VIRTUAL TABLE search USING fts5(title, body);
CREATE VIRTUAL TABLE search_more USING fts5(title, content='');
CREATE VIRTUAL TABLE places USING rtree(id, min_x, max_x);
