-- Names with quotes, backticks, comments and statements in them, and identifiers that only case tells apart.
CREATE TABLE `x` (id int PRIMARY KEY);
CREATE TABLE `t'); drop table x; --#` (id int PRIMARY KEY, `a``b` int, `c"d` text, `e'f` text, `/*! g */` text, `h;i` text, `j\k` text, `l%m` text, CONSTRAINT `k``1` FOREIGN KEY (`a``b`) REFERENCES `x` (id));
CREATE TABLE `b``t` (id int PRIMARY KEY, kind enum('a''b', 'c"d', 'e`f', 'g\\h', 'i,j', '(', ')', '') NOT NULL DEFAULT 'a''b', kinds set('a''b', 'c"d', '(', ')', 'i') DEFAULT 'a''b,i', `enum('x')` enum('enum(''x'')'));
CREATE TABLE `type` (id int PRIMARY KEY, `self` int, `crate` int, `super` int, `Self_` int, `2nd` int, `日本` text, `é` text, CONSTRAINT `fk` FOREIGN KEY (`self`) REFERENCES `type` (id));
CREATE TABLE `unsigned` (id int unsigned PRIMARY KEY, `key` varchar(20) NOT NULL, `order` int unsigned, UNIQUE `key` (`key`), CONSTRAINT `fk2` FOREIGN KEY (`order`) REFERENCES `unsigned` (id)) COMMENT '*/ pub fn evil() {} /* ''quoted'' "double" \\ back\nline';
CREATE VIEW `v``w` AS SELECT `a``b`, `c"d` FROM `t'); drop table x; --#`;
