CREATE TABLE `match` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `type` text, `gen` text, `self` text, `super` text, `crate` text, `async` text, `2fa` text, `_` text,
  `a b` text, `größe` text, `userId` text, `try` text, `box` text);
CREATE TABLE `type` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `match_id` bigint, CONSTRAINT type_match FOREIGN KEY (`match_id`) REFERENCES `match` (id));
CREATE TABLE `self` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE `super` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE `gen` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE `2fa_tokens` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, `1st` text);
CREATE TABLE `größen` (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY);
