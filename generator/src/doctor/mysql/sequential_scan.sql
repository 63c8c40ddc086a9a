-- Large tables that are read whole more often than through an index.
SELECT CAST(u.object_name AS CHAR),
    CAST(CONCAT(u.count_read, ' rows were read without an index, of a table of about ', t.table_rows) AS CHAR), NULL, NULL
FROM performance_schema.table_io_waits_summary_by_index_usage u
JOIN information_schema.tables t ON t.table_schema = u.object_schema AND t.table_name = u.object_name
WHERE u.object_schema = DATABASE() AND u.index_name IS NULL AND t.table_rows >= 10000 AND u.count_read >= 100 * t.table_rows
ORDER BY u.count_read DESC, 1
