-- The texts of all tables, virtual ones too.
SELECT 'table' AS kind, 'main' AS schema, s.name AS name, '' AS part, s.sql AS text
FROM main.sqlite_schema AS s
WHERE s.type = 'table'
  AND s.sql IS NOT NULL
