CREATE TABLE users (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email varchar(80) NOT NULL,
    note text DEFAULT 'NULL',
    deleted_at timestamp NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT uq_users_email UNIQUE (email)
);
CREATE INDEX idx_users_email ON users (email);
CREATE TABLE orders (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id int NOT NULL,
    place int NOT NULL,
    CONSTRAINT fk_orders_user FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX idx_orders_place ON orders (place);
CREATE INDEX idx_orders_place_user ON orders (place, user_id);
CREATE TABLE codes (code varchar(50) NOT NULL PRIMARY KEY, created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE uses (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code varchar(20) NOT NULL,
    CONSTRAINT fk_uses_code FOREIGN KEY (code) REFERENCES codes (code)
);
CREATE VIEW user_orders AS SELECT o.id, o.user_id, u.email FROM orders o JOIN users u ON u.id = o.user_id;
