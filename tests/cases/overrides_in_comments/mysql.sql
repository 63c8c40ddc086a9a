CREATE TABLE seaql_migrations (version varchar(255) NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  number varchar(20) NOT NULL UNIQUE COMMENT '@scaffold type=crate::overrides_in_comments_types::Serial\n@scaffold name=no\nWhat stands on the bill.',
  state varchar(10), legacy varchar(10) COMMENT '@scaffold exclude')
  COMMENT 'What was bought.\n@scaffold name=Purchase\n@scaffold derive=Hash\n@scaffold attribute=serde(rename_all = "camelCase", deny_unknown_fields)\n@scaffolding is no tag';
CREATE TABLE old_orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, order_id int, FOREIGN KEY (order_id) REFERENCES orders (id))
  COMMENT '@scaffold exclude';
