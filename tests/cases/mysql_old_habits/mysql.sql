CREATE TABLE token (token text NOT NULL, note varchar(20), PRIMARY KEY (token(191)));
CREATE TABLE visit (id int PRIMARY KEY, token text NOT NULL, seen timestamp NOT NULL DEFAULT '0000-00-00 00:00:00', day date NOT NULL DEFAULT '0000-00-00', KEY visit_token (token(20), seen));
CREATE TABLE pool (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, next_id int unsigned DEFAULT 0, KEY pool_next (next_id), CONSTRAINT pool_next FOREIGN KEY (next_id) REFERENCES pool (next_id));
CREATE TABLE node (id int PRIMARY KEY, host int, service int, CONSTRAINT node_one CHECK (if(service IS NULL, host IS NOT NULL, host IS NULL) = 1));
