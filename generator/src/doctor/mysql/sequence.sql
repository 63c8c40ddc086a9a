-- Columns whose next number is beyond 70 % of what they can hold.
SELECT CAST(CONCAT(c.table_name, '.', c.column_name) AS CHAR),
    CAST(CONCAT(t.auto_increment - 1, ' of ', m.most, ' numbers are used (', ROUND(100 * (t.auto_increment - 1) / m.most), ' %)') AS CHAR),
    CAST(CASE WHEN c.data_type <> 'bigint' THEN CONCAT('ALTER TABLE `', REPLACE(c.table_name, '`', '``'), '` MODIFY COLUMN `',
        REPLACE(c.column_name, '`', '``'), '` BIGINT', IF(c.column_type LIKE '%unsigned%', ' UNSIGNED', ''), ' NOT NULL AUTO_INCREMENT') END AS CHAR),
    CAST(CASE WHEN c.data_type <> 'bigint' THEN CONCAT('ALTER TABLE `', REPLACE(c.table_name, '`', '``'), '` MODIFY COLUMN `',
        REPLACE(c.column_name, '`', '``'), '` ', c.column_type, ' NOT NULL AUTO_INCREMENT') END AS CHAR)
FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
JOIN (SELECT 'tinyint' AS kind, 0 AS plain, 127 AS most UNION ALL SELECT 'tinyint', 1, 255 UNION ALL SELECT 'smallint', 0, 32767
    UNION ALL SELECT 'smallint', 1, 65535 UNION ALL SELECT 'mediumint', 0, 8388607 UNION ALL SELECT 'mediumint', 1, 16777215
    UNION ALL SELECT 'int', 0, 2147483647 UNION ALL SELECT 'int', 1, 4294967295
    UNION ALL SELECT 'bigint', 0, 9223372036854775807 UNION ALL SELECT 'bigint', 1, 18446744073709551615) m
    ON m.kind = c.data_type AND m.plain = (c.column_type LIKE '%unsigned%')
WHERE c.table_schema = DATABASE() AND c.extra LIKE '%auto_increment%' AND t.auto_increment > m.most / 10 * 7
ORDER BY t.auto_increment / m.most DESC, 1
