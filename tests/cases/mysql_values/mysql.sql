CREATE TABLE place (id int PRIMARY KEY, g geometry, p point NOT NULL, l linestring, a polygon, mp multipoint, ml multilinestring, ma multipolygon, gc geometrycollection);
CREATE TABLE number (id bigint unsigned PRIMARY KEY, tu tinyint unsigned NOT NULL, su smallint unsigned, mu mediumint unsigned, iu int unsigned, z int(8) unsigned zerofill, b bigint, truth boolean,
  one bit(1), five bit(5), most bit(64), y year, f float, f73 float(7, 3), d double, small decimal(3, 3), whole decimal(65, 0), big decimal(65, 30), du decimal(10, 2) unsigned,
  doubled bigint AS (b * 2) VIRTUAL, stored varchar(20) AS (concat('n', tu)) STORED);
CREATE TABLE moment (id int PRIMARY KEY, d date, t time, t6 time(6), dt datetime, dt6 datetime(6), ts timestamp NULL, ts6 timestamp(6) NULL, y year);
CREATE TABLE word (id varchar(20) COLLATE utf8mb4_bin PRIMARY KEY, c char(5), vb varbinary(10), b4 binary(4), b16 binary(16), t text, latin varchar(20) CHARACTER SET latin1, bin varchar(20) CHARACTER SET binary,
  s set('a', 'b', 'c d', 'it''s'), e enum('', 'a,b', 'A') NOT NULL, j json, u uuid, i4 inet4, i6 inet6, tb tinyblob, lt longtext);
CREATE TABLE legacy (id int PRIMARY KEY, level tinyint(1) NOT NULL DEFAULT -1, d date NOT NULL DEFAULT '0000-00-00', dt datetime NOT NULL DEFAULT '0000-00-00 00:00:00', ts timestamp NOT NULL DEFAULT '0000-00-00 00:00:00', dt3 datetime(3) DEFAULT '2024-00-00 00:00:00');
CREATE VIEW legacy_days AS SELECT id, level, d AS day, dt, ts AS stamp FROM legacy;
