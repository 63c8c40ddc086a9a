CREATE TABLE users (
    id integer PRIMARY KEY AUTOINCREMENT,
    email varchar(80) NOT NULL,
    note text DEFAULT 'NULL',
    deleted_at timestamp_with_timezone_text,
    created_at timestamp_with_timezone_text NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp_with_timezone_text NOT NULL DEFAULT CURRENT_TIMESTAMP,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT uq_users_email UNIQUE (email)
);
CREATE INDEX idx_users_email ON users (email);
CREATE TABLE codes (code varchar(50) NOT NULL PRIMARY KEY, title text COLLATE NOCASE) WITHOUT ROWID;
CREATE TABLE orders (
    id integer PRIMARY KEY,
    user_id integer NOT NULL REFERENCES users (id),
    code text NOT NULL CONSTRAINT fk_orders_code REFERENCES codes (code) ON DELETE CASCADE,
    place integer NOT NULL
);
CREATE INDEX idx_orders_code ON orders (code);
CREATE INDEX idx_orders_place ON orders (place) WHERE place IS NOT NULL;
CREATE INDEX idx_orders_place_code ON orders (place, code);
CREATE TRIGGER kept BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'kept') WHERE OLD.place = 7; END;
CREATE TABLE events (
    id uuid_text PRIMARY KEY,
    created_at timestamp_with_timezone_text NOT NULL DEFAULT CURRENT_TIMESTAMP,
    kind text NOT NULL
);
CREATE VIEW user_orders AS SELECT o.id, o.user_id, u.email FROM orders o JOIN users u ON u.id = o.user_id;
