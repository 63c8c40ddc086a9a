-- m01_customers
CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, email varchar(120) NOT NULL, name varchar(80) NOT NULL, street varchar(80), city varchar(80));
-- m02_customer_email
CREATE UNIQUE INDEX uq_customers_email ON customers (email);
-- m03_products
CREATE TABLE products (id integer NOT NULL PRIMARY KEY, sku varchar(20) NOT NULL UNIQUE, title varchar(80) NOT NULL, price numeric(10, 2) NOT NULL);
-- m04_orders
CREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_id integer NOT NULL, state varchar(10) NOT NULL, CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id));
-- m05_order_lines
CREATE TABLE order_lines (order_id integer NOT NULL, product_id integer NOT NULL, quantity integer NOT NULL, PRIMARY KEY (order_id, product_id), CONSTRAINT fk_lines_order FOREIGN KEY (order_id) REFERENCES orders (id), CONSTRAINT fk_lines_product FOREIGN KEY (product_id) REFERENCES products (id));
-- m06_tags
CREATE TABLE tags (id integer NOT NULL PRIMARY KEY, word varchar(30) NOT NULL);
-- m07_product_tags
CREATE TABLE product_tags (product_id integer NOT NULL, tag_id integer NOT NULL, PRIMARY KEY (product_id, tag_id), CONSTRAINT fk_pt_product FOREIGN KEY (product_id) REFERENCES products (id), CONSTRAINT fk_pt_tag FOREIGN KEY (tag_id) REFERENCES tags (id));
-- m08_first_rows
INSERT INTO customers (id, email, name, street, city) VALUES (1, 'ada@example.org', 'Ada', 'Main 1', 'London');
-- m09_notes
CREATE TABLE notes (id integer NOT NULL PRIMARY KEY, body varchar(200));
-- m10_order_state_index
CREATE INDEX ix_orders_state ON orders (state);
-- m11_lines_to_items
ALTER TABLE order_lines RENAME TO order_items;
-- m12_price_to_unit_price
ALTER TABLE products RENAME COLUMN price TO unit_price;
-- m13_phone
ALTER TABLE customers ADD COLUMN phone varchar(30);
-- m14_customers_to_clients
ALTER TABLE customers RENAME TO clients;
-- m15_name_to_full_name
ALTER TABLE clients RENAME COLUMN name TO full_name;
-- m16_addresses
CREATE TABLE addresses (id integer NOT NULL PRIMARY KEY, client_id integer NOT NULL, street varchar(80), city varchar(80), CONSTRAINT fk_addresses_client FOREIGN KEY (client_id) REFERENCES clients (id));
-- m17_move_addresses
INSERT INTO addresses (id, client_id, street, city) SELECT id, id, street, city FROM clients;
-- m18_drop_street
ALTER TABLE clients DROP COLUMN street;
-- m19_drop_city
ALTER TABLE clients DROP COLUMN city;
-- m20_drop_notes
DROP TABLE notes;
-- m21_a_weight
ALTER TABLE products ADD COLUMN weight integer;
-- m22_b_colour
ALTER TABLE products ADD COLUMN colour varchar(20);
-- m23_a_state_to_status
ALTER TABLE orders RENAME COLUMN state TO status;
-- m24_b_paid
ALTER TABLE orders ADD COLUMN paid integer;
-- m25_a_warehouses
CREATE TABLE warehouses (id integer NOT NULL PRIMARY KEY, place varchar(40) NOT NULL);
-- m26_b_coupons
CREATE TABLE coupons (id integer NOT NULL PRIMARY KEY, code varchar(20) NOT NULL UNIQUE);
-- m27_a_warehouse_index
CREATE INDEX ix_warehouses_place ON warehouses (place);
-- m28_b_tags_to_labels
ALTER TABLE tags RENAME TO labels;
-- m29_a_items_note
ALTER TABLE order_items ADD COLUMN note varchar(80);
-- m30_b_label_word
ALTER TABLE labels RENAME COLUMN word TO text;
-- m31_stock
CREATE TABLE stock (warehouse_id integer NOT NULL, product_id integer NOT NULL, amount integer NOT NULL, PRIMARY KEY (warehouse_id, product_id), CONSTRAINT fk_stock_warehouse FOREIGN KEY (warehouse_id) REFERENCES warehouses (id), CONSTRAINT fk_stock_product FOREIGN KEY (product_id) REFERENCES products (id));
-- m32_orders_to_purchases
ALTER TABLE orders RENAME TO purchases;
-- m33_drop_phone
ALTER TABLE clients DROP COLUMN phone;
-- m34_mobile
ALTER TABLE clients ADD COLUMN mobile varchar(30);
-- m35_swap
ALTER TABLE addresses RENAME COLUMN street TO line;
ALTER TABLE addresses RENAME COLUMN city TO street;
ALTER TABLE addresses RENAME COLUMN line TO city;
-- m36_drop_coupons
DROP TABLE coupons;
-- m37_coupons_again
CREATE TABLE coupons (id integer NOT NULL PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, percent integer NOT NULL);
-- m38_new_orders
CREATE TABLE orders (id integer NOT NULL PRIMARY KEY, supplier varchar(40) NOT NULL);
-- m39_view
CREATE VIEW open_purchases AS SELECT id, status FROM purchases WHERE paid IS NULL;
-- m40_last_rows
UPDATE clients SET full_name = 'Ada Lovelace' WHERE id = 1;
