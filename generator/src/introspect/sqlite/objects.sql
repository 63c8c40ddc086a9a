-- The stored CREATE text of tables, views and indexes; indexes made for a constraint have none.
SELECT type AS kind, name, sql AS text
FROM main.sqlite_schema
WHERE type IN ('table', 'view', 'index')
  AND sql IS NOT NULL
