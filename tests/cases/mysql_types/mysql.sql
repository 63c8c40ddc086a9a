CREATE TABLE sample (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, t tinyint, tu tinyint unsigned, b1 tinyint(1), s smallint, su smallint unsigned,
  m mediumint, mu mediumint unsigned, i int, iu int unsigned, b bigint, bu bigint unsigned, z int(5) zerofill, f float, d double, de decimal(10, 2), big decimal(65, 30),
  bit1 bit(1), bit8 bit(8), c char(36), v varchar(100), tt tinytext, tx text, mt mediumtext, lt longtext, bi binary(4), vb varbinary(10), tb tinyblob, bl blob, mb mediumblob, lb longblob,
  da date, tm time, dt datetime, dt6 datetime(6), ts timestamp NULL, ts3 timestamp(3) NULL, y year, e enum('a', 'b'), se set('x', 'y', 'z'), j json, g geometry, p point, u uuid, ip inet6);
