-- Columns of tables and views, in declaration order. Only MySQL keeps a geometry to a reference system, and has that in a
-- column of its own, which others read as a comment.
SELECT CAST(TABLE_SCHEMA AS CHAR) AS owner_schema, CAST(TABLE_NAME AS CHAR) AS owner,
       CAST(COLUMN_NAME AS CHAR) AS name, CAST(COLUMN_DEFAULT AS CHAR) AS default_text,
       IS_NULLABLE = 'YES' AS is_nullable, CAST(DATA_TYPE AS CHAR) AS type_name,
       CAST(CONCAT(COLUMN_TYPE, COALESCE(/*!80003 CONCAT(' srid ', SRS_ID), */ '')) AS CHAR) AS column_type,
       CAST(COLLATION_NAME AS CHAR) AS collation,
       CAST(EXTRA AS CHAR) AS extra, CAST(COLUMN_COMMENT AS CHAR) AS comment,
       CAST(GENERATION_EXPRESSION AS CHAR) AS generation
FROM information_schema.COLUMNS
WHERE JSON_CONTAINS(?, JSON_QUOTE(TABLE_SCHEMA))
ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION
