-- Indexes that no statement has used although their tables are read, and that no constraint needs.
SELECT CAST(CONCAT(u.object_name, '.', u.index_name) AS CHAR),
    CAST(CONCAT('used by none of ', t.reads_, ' reads of ', u.object_name, ' since the server began to count') AS CHAR),
    CAST(CONCAT('DROP INDEX `', REPLACE(u.index_name, '`', '``'), '` ON `', REPLACE(u.object_name, '`', '``'), '`') AS CHAR),
    CAST(CONCAT('CREATE INDEX `', REPLACE(u.index_name, '`', '``'), '` ON `', REPLACE(u.object_name, '`', '``'), '` (',
        (SELECT GROUP_CONCAT(CONCAT('`', REPLACE(s.column_name, '`', '``'), '`', COALESCE(CONCAT('(', s.sub_part, ')'), ''),
            IF(s.collation = 'D', ' DESC', '')) ORDER BY s.seq_in_index SEPARATOR ', ')
            FROM information_schema.statistics s WHERE s.table_schema = u.object_schema AND s.table_name = u.object_name
            AND s.index_name = u.index_name), ')') AS CHAR)
FROM performance_schema.table_io_waits_summary_by_index_usage u
JOIN (SELECT object_schema, object_name, SUM(count_read) AS reads_ FROM performance_schema.table_io_waits_summary_by_index_usage
    GROUP BY object_schema, object_name) t ON t.object_schema = u.object_schema AND t.object_name = u.object_name
WHERE u.object_schema = DATABASE() AND u.index_name IS NOT NULL AND u.count_star = 0 AND t.reads_ >= 100
    AND EXISTS (SELECT 1 FROM information_schema.statistics s WHERE s.table_schema = u.object_schema
        AND s.table_name = u.object_name AND s.index_name = u.index_name AND s.non_unique = 1 AND s.index_type = 'BTREE')
    -- One over an expression cannot be said here.
    AND NOT EXISTS (SELECT 1 FROM information_schema.statistics s WHERE s.table_schema = u.object_schema
        AND s.table_name = u.object_name AND s.index_name = u.index_name AND s.column_name IS NULL)
    -- Each foreign key needs an index that begins with its first column.
    AND NOT EXISTS (SELECT 1 FROM information_schema.statistics s JOIN information_schema.key_column_usage k
        ON k.table_schema = s.table_schema AND k.table_name = s.table_name AND k.column_name = s.column_name
        WHERE s.table_schema = u.object_schema AND s.table_name = u.object_name AND s.index_name = u.index_name
        AND s.seq_in_index = 1 AND k.referenced_table_name IS NOT NULL)
ORDER BY 1
