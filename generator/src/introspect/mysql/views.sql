-- The queries of views; empty where the role may not see them.
SELECT CAST(TABLE_SCHEMA AS CHAR) AS owner_schema, CAST(TABLE_NAME AS CHAR) AS owner,
       CAST(VIEW_DEFINITION AS CHAR) AS definition
FROM information_schema.VIEWS
WHERE JSON_CONTAINS(?, JSON_QUOTE(TABLE_SCHEMA))
ORDER BY TABLE_SCHEMA, TABLE_NAME
