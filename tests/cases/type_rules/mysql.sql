CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE purchase (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, billing_email varchar(80),
  state varchar(10) NOT NULL DEFAULT 'open', meta json NOT NULL, score double, `rank` double NOT NULL);
CREATE TABLE purchase_item (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, purchase_id int NOT NULL, meta json, score double,
  FOREIGN KEY (purchase_id) REFERENCES purchase (id));
