-- The texts of all tables, virtual ones too, and of all views.
SELECT s.type AS kind, 'main' AS schema, s.name AS name, '' AS part, s.sql AS text
FROM main.sqlite_schema AS s
WHERE s.type IN ('table', 'view')
  AND s.sql IS NOT NULL
