-- Tables that keep much more space than their rows take.
SELECT CAST(table_name AS CHAR),
    CAST(CONCAT(ROUND(data_free / 1048576), ' MB of ', ROUND((data_length + index_length + data_free) / 1048576), ' MB are free') AS CHAR),
    CAST(CONCAT('ALTER TABLE `', REPLACE(table_name, '`', '``'), '` ENGINE = InnoDB') AS CHAR), NULL
FROM information_schema.tables
WHERE table_schema = DATABASE() AND engine = 'InnoDB' AND data_free >= 104857600
    AND data_free * 10 >= 3 * (data_length + index_length + data_free)
ORDER BY data_free DESC, 1
