CREATE TABLE tenant (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, slug varchar(20) NOT NULL UNIQUE, plan varchar(10) NOT NULL,
  CONSTRAINT plan_known CHECK (plan IN ('free', 'paid')));
CREATE TABLE product (tenant_id integer NOT NULL, sku varchar(16) NOT NULL, title varchar(3) NOT NULL, price decimal(8,2) NOT NULL, low integer NOT NULL, high integer NOT NULL,
  note varchar(40), PRIMARY KEY (tenant_id, sku), CONSTRAINT product_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT sku_form CHECK (sku LIKE 'P-%'), CONSTRAINT price_given CHECK (price >= 10), CONSTRAINT high_above CHECK (high > low), CONSTRAINT note_wanted CHECK (note IS NOT NULL));
CREATE TABLE purchase (tenant_id integer NOT NULL, number integer NOT NULL, placed_at datetime(6) NOT NULL, PRIMARY KEY (tenant_id, number),
  CONSTRAINT purchase_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id));
CREATE TABLE line (tenant_id integer NOT NULL, purchase_number integer NOT NULL, sku varchar(16) NOT NULL, quantity smallint NOT NULL DEFAULT 1, PRIMARY KEY (tenant_id, purchase_number, sku),
  CONSTRAINT line_purchase FOREIGN KEY (tenant_id, purchase_number) REFERENCES purchase (tenant_id, number),
  CONSTRAINT line_product FOREIGN KEY (tenant_id, sku) REFERENCES product (tenant_id, sku));
CREATE TABLE contact (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, tenant_id integer, phone varchar(20), `build` integer, CONSTRAINT contact_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT reachable CHECK (tenant_id IS NOT NULL OR phone IS NOT NULL));
CREATE TABLE badge (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, contact_id integer UNIQUE, valid_from date NOT NULL, CONSTRAINT badge_contact FOREIGN KEY (contact_id) REFERENCES contact (id),
  CONSTRAINT badge_worn CHECK (contact_id IS NOT NULL));
CREATE TABLE node (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, parent_id integer NOT NULL, CONSTRAINT node_parent FOREIGN KEY (parent_id) REFERENCES node (id));
CREATE TABLE head (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, tail_id integer NOT NULL);
CREATE TABLE tail (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, head_id integer NOT NULL, CONSTRAINT tail_head FOREIGN KEY (head_id) REFERENCES head (id));
ALTER TABLE head ADD CONSTRAINT head_tail FOREIGN KEY (tail_id) REFERENCES tail (id);
CREATE TABLE visitor (id integer NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL);
CREATE TABLE holiday (day date NOT NULL PRIMARY KEY, begins_at datetime(6) NOT NULL UNIQUE, country char(2) NOT NULL, level smallint NOT NULL, rate double precision NOT NULL UNIQUE,
  CONSTRAINT holiday_level UNIQUE (country, level), CONSTRAINT level_known CHECK (level BETWEEN 1 AND 500));
