-- Tables and views. The parameter of every statement here is a JSON array of schema names.
SELECT CAST(TABLE_SCHEMA AS CHAR) AS owner_schema, CAST(TABLE_NAME AS CHAR) AS owner,
       CAST(TABLE_TYPE AS CHAR) AS kind, CAST(TABLE_COMMENT AS CHAR) AS comment,
       CAST(TABLE_COLLATION AS CHAR) AS collation
FROM information_schema.TABLES
WHERE JSON_CONTAINS(?, JSON_QUOTE(TABLE_SCHEMA))
  AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')
ORDER BY TABLE_SCHEMA, TABLE_NAME
