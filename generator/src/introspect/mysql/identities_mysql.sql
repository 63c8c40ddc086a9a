-- The ids of InnoDB's tables, columns by position, and indexes, as MySQL lists them. Where a column comes or goes without
-- a new table, the rows get another version, and the columns are taken for others from then on; virtual columns, which come
-- and go and leave no trace, are not told.
SELECT 'table' AS class, CAST(t.TABLE_ID AS SIGNED) AS number, CAST(0 AS SIGNED) AS part, 'table' AS kind,
       CAST(b.TABLE_SCHEMA AS CHAR) AS `schema`, CAST(NULL AS CHAR) AS owner, CAST(b.TABLE_NAME AS CHAR) AS name,
       CAST(NULL AS SIGNED) AS counted
FROM information_schema.INNODB_TABLES t
JOIN information_schema.TABLES b ON t.NAME = CONCAT(b.TABLE_SCHEMA, '/', b.TABLE_NAME)
WHERE b.TABLE_TYPE = 'BASE TABLE'
UNION ALL
SELECT 'table', CAST(t.TABLE_ID AS SIGNED), CAST(c.POS + 1 /*!80029 + 65536 * t.TOTAL_ROW_VERSIONS */ AS SIGNED), 'column',
       CAST(b.TABLE_SCHEMA AS CHAR), CAST(b.TABLE_NAME AS CHAR), CAST(c.NAME AS CHAR), NULL
FROM information_schema.INNODB_TABLES t
JOIN information_schema.TABLES b ON t.NAME = CONCAT(b.TABLE_SCHEMA, '/', b.TABLE_NAME)
JOIN information_schema.INNODB_COLUMNS c ON c.TABLE_ID = t.TABLE_ID
WHERE b.TABLE_TYPE = 'BASE TABLE' AND c.POS < 65535
UNION ALL
SELECT 'index', CAST(i.INDEX_ID AS SIGNED), 0, 'index', CAST(b.TABLE_SCHEMA AS CHAR), CAST(b.TABLE_NAME AS CHAR),
       CAST(i.NAME AS CHAR), NULL
FROM information_schema.INNODB_TABLES t
JOIN information_schema.TABLES b ON t.NAME = CONCAT(b.TABLE_SCHEMA, '/', b.TABLE_NAME)
JOIN information_schema.INNODB_INDEXES i ON i.TABLE_ID = t.TABLE_ID
WHERE b.TABLE_TYPE = 'BASE TABLE'
