-- The names of all indexes, those too that the server made for a foreign key.
SELECT DISTINCT 'index' AS kind, CAST(TABLE_SCHEMA AS CHAR) AS `schema`, CAST(TABLE_NAME AS CHAR) AS name,
       CAST(INDEX_NAME AS CHAR) AS part, '' AS text
FROM information_schema.STATISTICS
WHERE JSON_CONTAINS(?, JSON_QUOTE(TABLE_SCHEMA))
