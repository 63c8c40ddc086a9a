-- What only MySQL and MariaDB have.
CREATE TABLE e (id INT NOT NULL PRIMARY KEY, kind ENUM('x', 'y') NOT NULL, doc LONGTEXT NOT NULL, twice INT AS (NULLIF(id, 1) * 2) VIRTUAL,
  at DATETIME NOT NULL, big BIGINT UNSIGNED NOT NULL);
INSERT INTO e (id, kind, doc, at, big) VALUES (1, 'x', '', '2020-01-01 00:00:00', 0), (2, 'y', '{"x": null}', '2020-01-01 00:00:00', 18446744073709551615);
CREATE FUNCTION nothing_of(x INT) RETURNS INT DETERMINISTIC NO SQL RETURN NULL;

CREATE VIEW rolled AS SELECT name AS null_name, COUNT(*) AS sure_count, SUM(id) AS sum, 'x' AS mark FROM a GROUP BY name WITH ROLLUP;
CREATE VIEW divided AS SELECT id / zero AS null_ratio, id DIV zero AS null_div, id % zero AS null_mod, MOD(id, zero) AS null_function, id / 100 AS sure_hundredth, id % 3 AS sure_rest, id DIV 2 AS sure_half FROM a;
CREATE VIEW dates AS SELECT CAST(name AS DATE) AS null_date, STR_TO_DATE(name, '%Y') AS null_parsed, on_day + INTERVAL 9999 YEAR AS null_later, YEAR(on_day) AS open_year, DATE_FORMAT(on_day, '%Y') AS open_format, CURDATE() AS sure_today, NOW() AS sure_now FROM a;
CREATE VIEW functions AS SELECT CONCAT(name, ' ', id) AS sure_concat, CONCAT(name, nick) AS null_concat, CONCAT_WS(',', name, nick) AS sure_ws, IFNULL(n, 0) AS sure_ifnull, IF(n > 1, 'x', 'y') AS sure_if, IF(n > 1, 'x', NULL) AS null_if, GREATEST(id, zero) AS sure_greatest, GREATEST(id, n) AS null_greatest, SQRT(zero - 1) AS null_root, ROUND(price, 1) AS sure_round, REPEAT(name, 1000000000) AS open_repeat, LEFT(name, 1) AS sure_left, LOG(zero) AS null_log, INET_ATON(name) AS null_inet, ELT(9, name) AS null_elt, JSON_EXTRACT('{}', '$.x') AS null_json FROM a;
CREATE VIEW `stored` AS SELECT id AS open_id, nothing_of(id) AS null_stored FROM a;
CREATE VIEW too_long AS SELECT REPEAT('x', 1000000000) AS null_repeat, LPAD('x', 1000000000, 'y') AS null_pad, id AS sure_id FROM a;
CREATE VIEW casts_of_mysql AS SELECT CAST(name AS SIGNED) AS sure_signed, CAST(name AS DECIMAL(5, 2)) AS sure_decimal, CAST(id AS CHAR) AS sure_char, CAST(nick AS CHAR(3)) AS null_char, CONVERT(name USING utf8mb4) AS open_convert FROM a;
CREATE VIEW operators AS SELECT n <=> 5 AS sure_spaceship, n IS TRUE AS sure_true, n XOR 1 AS null_xor, id XOR (n IS NULL) AS open_xor, NOT flag AS sure_not, name REGEXP 'x' AS open_regexp, BINARY name AS open_binary, name = 5 AS open_mixed, n XOR id IS NULL AS null_misread FROM a;
CREATE VIEW grouped_of_mysql AS SELECT name AS sure_name, GROUP_CONCAT(id ORDER BY id SEPARATOR '-') AS sure_ids, GROUP_CONCAT(n) AS null_ns, GROUP_CONCAT(DISTINCT name, id) AS sure_both FROM a GROUP BY name;
CREATE VIEW bare_in_whole AS SELECT 'x' AS sure_text, COUNT(*) AS sure_count, MAX(name) AS null_max FROM nobody;
CREATE VIEW types AS SELECT kind AS sure_kind, kind = 'x' AS sure_equal, doc AS sure_doc, LOWER(doc) AS open_lower, twice AS null_twice, JSON_VALUE(doc, '$.x') AS null_json, big AS sure_big, at AS sure_at, at = 'x' AS open_at FROM e;
CREATE VIEW hinted AS SELECT STRAIGHT_JOIN a.id AS sure_a, b.id AS sure_b FROM a STRAIGHT_JOIN b ON a.b_id = b.id;
CREATE VIEW `Quoted ``View` AS SELECT `a`.`id` AS `sure ``Id`, `n` AS `null n` FROM `a`;
CREATE VIEW over_quoted AS SELECT * FROM `Quoted ``View`;
CREATE VIEW starred AS SELECT b.* FROM a JOIN b ON a.b_id = b.id;
