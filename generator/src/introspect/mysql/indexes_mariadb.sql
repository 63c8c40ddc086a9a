-- The parts of all indexes and keys, as MariaDB lists them: it indexes no expressions.
SELECT CAST(TABLE_SCHEMA AS CHAR) AS owner_schema, CAST(TABLE_NAME AS CHAR) AS owner,
       CAST(INDEX_NAME AS CHAR) AS index_name, NON_UNIQUE = 0 AS is_unique,
       CAST(COLUMN_NAME AS CHAR) AS column_name, COALESCE(COLLATION = 'D', 0) AS descending,
       CAST(SUB_PART AS SIGNED) AS prefix, CAST(INDEX_TYPE AS CHAR) AS method, CAST(NULL AS CHAR) AS expression
FROM information_schema.STATISTICS
WHERE JSON_CONTAINS(?, JSON_QUOTE(TABLE_SCHEMA))
ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX
